package io.pgnative.client.config;

import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.SslCertMode;
import io.pgnative.client.SslMode;
import io.pgnative.client.SslNegotiation;
import io.pgnative.client.TlsVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the options of TLS, whose defaults are libpq's. */
final class TlsSettings {

    private final Settings settings;
    private final ExplicitOptions.Tls explicit;
    private final @Nullable Path home;

    private TlsSettings(Settings settings, ExplicitOptions.Tls explicit, @Nullable Path home) {
        this.settings = settings;
        this.explicit = explicit;
        this.home = home;
    }

    /**
     * Reads them.
     *
     * @param settings what the sources say
     * @param explicit what the program says besides
     * @param home the user's directory, where libpq looks for files that are not named; null when it is not looked into
     * @return the options
     */
    static PgOptions.Tls read(Settings settings, ExplicitOptions.Tls explicit, @Nullable Path home) {
        return new TlsSettings(settings, explicit, home).read();
    }

    private PgOptions.Tls read() {
        Setting rootCert = settings.find("sslrootcert");
        boolean system = rootCert != null && rootCert.value().equals(PgOptions.Tls.SYSTEM);
        boolean material = explicit.material() != null;
        SslMode mode =
                settings.oneOf("sslmode", SslMode.values(), system || material ? SslMode.VERIFY_FULL : SslMode.PREFER);
        SslNegotiation negotiation = settings.oneOf("sslnegotiation", SslNegotiation.values(), SslNegotiation.POSTGRES);
        TlsVersion min = settings.oneOf("ssl_min_protocol_version", TlsVersion.values(), TlsVersion.TLSV1_2);
        Setting newest = settings.find("ssl_max_protocol_version");
        TlsVersion max = newest == null ? null : newest.oneOf(TlsVersion.values());
        if (newest != null && max != null && min.compareTo(max) > 0) {
            throw newest.invalid(
                    "ssl_max_protocol_version is " + max + ", older than ssl_min_protocol_version, which is " + min);
        }
        SslCertMode certMode = settings.oneOf("sslcertmode", SslCertMode.values(), SslCertMode.ALLOW);
        Path root = system ? null : file("sslrootcert", "root.crt");
        String rootText = system ? PgOptions.Tls.SYSTEM : root == null ? null : root.toString();
        checkMode(mode, system, root, negotiation);
        return new PgOptions.Tls(
                mode,
                negotiation,
                rootText,
                file("sslcert", "postgresql.crt"),
                file("sslkey", "postgresql.key"),
                keyPassword(),
                file("sslcrl", "root.crl"),
                file("sslcrldir", null),
                min,
                max,
                settings.flag("sslsni", true),
                certMode,
                explicit.keyManagers(),
                explicit.trustManagers(),
                explicit.material());
    }

    private void checkMode(SslMode mode, boolean system, @Nullable Path root, SslNegotiation negotiation) {
        if (system && mode != SslMode.VERIFY_FULL) {
            throw invalid(
                    "sslmode",
                    "sslmode is " + mode + ", too weak for sslrootcert=system, which everybody may get a certificate"
                            + " of; expected verify-full");
        }
        if (negotiation == SslNegotiation.DIRECT && mode.compareTo(SslMode.REQUIRE) < 0) {
            throw invalid(
                    "sslnegotiation",
                    "sslnegotiation is direct, but sslmode " + mode
                            + " allows connections without TLS; expected sslmode require, verify-ca or verify-full");
        }
        boolean verifies = mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
        boolean given = explicit.trustManagers() != null || explicit.material() != null;
        if (verifies && !system && !given && (root == null || !Files.isReadable(root))) {
            throw invalid(
                    "sslmode",
                    "sslmode " + mode + " needs root certificates, but the file "
                            + (root != null ? root : home != null ? home.resolve("root.crt") : "sslrootcert")
                            + " cannot be read; give sslrootcert a PEM file, or \"system\" for those of the Java"
                            + " runtime");
        }
    }

    private PgConfigurationException invalid(String keyword, String reason) {
        Setting found = settings.find(keyword);
        return found == null ? new ExplicitOrigin().invalid(keyword, reason) : found.invalid(reason);
    }

    /** The file that is named, else the one that libpq looks for, if it is there. */
    private @Nullable Path file(String keyword, @Nullable String known) {
        Setting found = settings.find(keyword);
        if (found != null) {
            return found.path();
        }
        Path file = known == null || home == null ? null : home.resolve(known);
        return file != null && Files.exists(file) ? file : null;
    }

    private @Nullable Supplier<@Nullable String> keyPassword() {
        Setting known = settings.find("sslpassword");
        if (explicit.keyPassword() != null || known == null) {
            return explicit.keyPassword();
        }
        return new KnownSecret(known.value());
    }

    /** A secret as a supplier whose text does not show it. */
    private record KnownSecret(String secret) implements Supplier<@Nullable String> {

        @Override
        public String get() {
            return secret;
        }

        @Override
        public String toString() {
            return DsnMask.MASK;
        }
    }
}
