package io.pgnative.client.session.tls;

import io.pgnative.client.PgOptions;
import io.pgnative.client.TlsMaterial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of a client: made of its files, or what it is given instead, once, and again when these have changed, so that
 * renewed certificates are used without a restart. Thread-safe; not on an event loop.
 */
public final class TlsContexts {

    private static final TlsMaterial NOTHING = new TlsMaterial(null, null, null, null);

    private final PgOptions.Tls options;
    private @Nullable TlsContext current;
    private List<Stamp> stamps = List.of();
    private TlsMaterial made = NOTHING;

    /**
     * Makes one. Reads no file.
     *
     * @param options whether and how TLS is spoken
     */
    public TlsContexts(PgOptions.Tls options) {
        this.options = options;
    }

    /** What a file looked like. */
    private record Stamp(Path file, @Nullable FileTime changed, long size) {

        static Stamp of(Path file) {
            try {
                return new Stamp(file, Files.getLastModifiedTime(file), Files.size(file));
            } catch (IOException e) {
                // Reading it will tell what is wrong.
                return new Stamp(file, null, -1);
            }
        }
    }

    /**
     * What connections are to use now. Reads the files when they have changed, and asks for what is given instead.
     *
     * @return the TLS of this client
     * @throws io.pgnative.client.PgConfigurationException if a file cannot be used
     */
    public synchronized TlsContext current() {
        TlsMaterial given = given();
        List<Stamp> now = files(given).stream().map(Stamp::of).toList();
        TlsContext known = current;
        if (known == null || !now.equals(stamps) || !given.equals(made)) {
            known = TlsContext.of(options, given);
            current = known;
            stamps = now;
            made = given;
        }
        return Objects.requireNonNull(known);
    }

    private TlsMaterial given() {
        TlsMaterial whole =
                options.material() == null ? NOTHING : ask(options.material(), "the supplier of TLS material");
        KeyManagerFactory keys = whole.keyManagers();
        if (keys == null && options.keyManagers() != null) {
            keys = ask(options.keyManagers(), "the supplier of key managers");
        }
        TrustManagerFactory trust = whole.trustManagers();
        if (trust == null && options.trustManagers() != null) {
            trust = ask(options.trustManagers(), "the supplier of trust managers");
        }
        return new TlsMaterial(keys, trust, whole.protocols(), whole.cipherSuites());
    }

    private static <T> T ask(Supplier<T> supplier, String who) {
        return Objects.requireNonNull(supplier.get(), () -> who + " has given null");
    }

    private List<Path> files(TlsMaterial given) {
        List<Path> files = new ArrayList<>();
        String roots = options.rootCert();
        if (roots != null && !roots.equals(PgOptions.Tls.SYSTEM)) {
            files.add(Path.of(roots));
        }
        add(files, options.cert());
        add(files, options.key());
        add(files, options.crl());
        Path directory = options.crlDir();
        if (directory != null && ServerTrust.verifies(options, given.trustManagers())) {
            files.addAll(CertificateFiles.filesIn(directory));
        }
        return files;
    }

    private static void add(List<Path> files, @Nullable Path file) {
        if (file != null) {
            files.add(file);
        }
    }
}
