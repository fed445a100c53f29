package io.pgnative.client.session.tls;

import io.netty.handler.ssl.SslContextBuilder;
import io.pgnative.client.PgOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The certificate and private key that a client shows to a server. Not on an event loop.
 *
 * <p>Keys are PEM, see {@link PemKey}, or PKCS#12.
 */
final class ClientIdentity {

    /** As libpq has it: nobody else may read the key, but root may let a group. */
    private static final Set<PosixFilePermission> FORBIDDEN = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private static final Set<PosixFilePermission> FORBIDDEN_OF_ROOT = EnumSet.of(
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    /** Signed to see whether a key is that of a certificate. */
    private static final byte[] PROBE = {1, 2, 3, 4};

    private ClientIdentity() {}

    /** Adds what is ready, or what the options name, if they name anything. */
    static void addTo(SslContextBuilder builder, PgOptions.Tls options, @Nullable KeyManagerFactory ready) {
        Path key = options.key();
        if (ready != null) {
            builder.keyManager(ready);
        } else if (key != null) {
            requirePrivate(key);
            if (isPkcs12(key)) {
                builder.keyManager(pkcs12(key, password(options)));
            } else {
                addPem(builder, options, key);
            }
        }
    }

    private static @Nullable String password(PgOptions.Tls options) {
        Supplier<@Nullable String> supplier = options.keyPassword();
        return supplier == null ? null : supplier.get();
    }

    private static boolean isPkcs12(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".p12") || name.endsWith(".pfx");
    }

    private static KeyManagerFactory pkcs12(Path file, @Nullable String password) {
        char[] secret = password == null ? new char[0] : password.toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(CertificateFiles.read("sslkey", file)), secret);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, secret);
            return managers;
        } catch (GeneralSecurityException | IOException e) {
            throw CertificateFiles.unreadable(
                    "sslkey", file, "cannot be read as PKCS#12; is the password (sslpassword) right?", e);
        }
    }

    private static void addPem(SslContextBuilder builder, PgOptions.Tls options, Path keyFile) {
        Path certificateFile = options.cert();
        if (certificateFile == null) {
            throw CertificateFiles.unreadable(
                    "sslkey", keyFile, "is the key of a certificate, but sslcert names none", null);
        }
        byte[] content = CertificateFiles.read("sslkey", keyFile);
        PrivateKey key;
        try {
            // libpq takes a password that is not set for an empty one, too, so that an encrypted key never prompts.
            key = PemKey.read(content, () -> Objects.requireNonNullElse(password(options), ""));
        } catch (PemKey.Unreadable e) {
            throw CertificateFiles.unreadable("sslkey", keyFile, String.valueOf(e.getMessage()), e);
        }
        X509Certificate[] certificates = CertificateFiles.chain(certificateFile);
        if (!fits(key, certificates[0].getPublicKey())) {
            throw CertificateFiles.unreadable(
                    "sslkey", keyFile, "is not the key of the certificate " + certificateFile, null);
        }
        builder.keyManager(key, certificates);
    }

    private static boolean fits(PrivateKey key, PublicKey certified) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    case "EdDSA" -> "EdDSA";
                    case "DSA" -> "SHA256withDSA";
                    default -> "";
                };
        if (algorithm.isEmpty()) {
            // Such as RSASSA-PSS, whose parameters are the certificate's: the handshake will tell.
            return true;
        }
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            // Of another algorithm than the certificate.
            return false;
        }
    }

    private static void requirePrivate(Path key) {
        PosixFileAttributes attributes;
        try {
            attributes = Files.readAttributes(key, PosixFileAttributes.class);
        } catch (UnsupportedOperationException e) {
            // A file system without these permissions, as on Windows.
            return;
        } catch (IOException e) {
            throw CertificateFiles.unreadable(
                    "sslkey", key, Files.exists(key) ? "cannot be read" : "does not exist", e);
        }
        boolean ofRoot = attributes.owner().getName().equals("root");
        Set<PosixFilePermission> open = EnumSet.noneOf(PosixFilePermission.class);
        open.addAll(attributes.permissions());
        open.retainAll(ofRoot ? FORBIDDEN_OF_ROOT : FORBIDDEN);
        if (!open.isEmpty()) {
            throw CertificateFiles.unreadable(
                    "sslkey",
                    key,
                    "is a private key that others have access to; expected permissions u=rw (0600) or less, or"
                            + " u=rw,g=r (0640) or less if root owns it",
                    null);
        }
    }
}
