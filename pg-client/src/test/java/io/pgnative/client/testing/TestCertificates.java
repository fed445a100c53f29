package io.pgnative.client.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** An authority of its own, and what it certifies, as files in a directory. Good for a day. */
public final class TestCertificates {

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private final Path directory;
    private final X500Name name;
    private final KeyPair keys;
    private final String signature;
    private final Path rootFile;
    private int serial = 1;

    /**
     * A certificate and its key.
     *
     * @param certificate what the authority says
     * @param keys of the one it speaks of
     * @param certFile the certificate, in PEM
     * @param keyFile the private key, in PEM (PKCS#8), readable by its owner only
     */
    public record Identity(X509Certificate certificate, KeyPair keys, Path certFile, Path keyFile) {

        /**
         * The identity for a server made by the test.
         *
         * @return a context that shows it
         */
        public SSLContext serverContext() {
            try {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry("server", keys.getPrivate(), new char[0], new Certificate[] {certificate});
                KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
                managers.init(store, new char[0]);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(managers.getKeyManagers(), null, null);
                return context;
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private TestCertificates(Path directory, String name, String keyAlgorithm, String signature) {
        this.directory = directory;
        this.name = new X500Name("CN=" + name);
        this.signature = signature;
        this.keys = keyPair(keyAlgorithm);
        X509Certificate root = certify(this.name, keys, true, Duration.ofDays(1));
        this.rootFile = pem(name + ".crt", "CERTIFICATE", encoded(root));
    }

    /**
     * Makes an authority with an RSA key.
     *
     * @param directory where the files go
     * @param name its common name, and that of its file
     * @return the authority
     */
    public static TestCertificates authority(Path directory, String name) {
        return new TestCertificates(directory, name, "RSA", "SHA256withRSA");
    }

    /**
     * Makes an authority that signs in another way.
     *
     * @param directory where the files go
     * @param name its common name, and that of its file
     * @param keyAlgorithm such as {@code Ed25519}
     * @param signature such as {@code Ed25519}
     * @return the authority
     */
    public static TestCertificates authority(Path directory, String name, String keyAlgorithm, String signature) {
        return new TestCertificates(directory, name, keyAlgorithm, signature);
    }

    /**
     * The authority's own certificate.
     *
     * @return a file in PEM
     */
    public Path rootFile() {
        return rootFile;
    }

    /**
     * Certifies someone with an RSA key.
     *
     * @param commonName of the certificate; of the files, too
     * @param names alternative names: host names, or addresses that begin with a digit
     * @return the certificate and its key
     */
    public Identity identity(String commonName, String... names) {
        return identity(commonName, "RSA", Duration.ofDays(1), names);
    }

    /**
     * Certifies someone.
     *
     * @param commonName of the certificate; of the files, too
     * @param keyAlgorithm {@code RSA} or {@code EC}
     * @param life how long it is good for from now on; negative if it is no longer
     * @param names alternative names: host names, or addresses that begin with a digit
     * @return the certificate and its key
     */
    public Identity identity(String commonName, String keyAlgorithm, Duration life, String... names) {
        KeyPair pair = keyPair(keyAlgorithm);
        X509Certificate certificate = certify(new X500Name("CN=" + commonName), pair, false, life, names);
        String file = commonName.replaceAll("[^a-z0-9]", "_") + serial;
        return new Identity(
                certificate,
                pair,
                pem(file + ".crt", "CERTIFICATE", encoded(certificate)),
                pem(file + ".key", "PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    /**
     * Revokes certificates.
     *
     * @param revoked may be none
     * @return the list of them, a file in PEM
     */
    public Path crl(Identity... revoked) {
        Date now = Date.from(Instant.now().minusSeconds(3600));
        X509v2CRLBuilder builder = new X509v2CRLBuilder(name, now);
        builder.setNextUpdate(Date.from(Instant.now().plus(Duration.ofDays(1))));
        for (Identity identity : revoked) {
            builder.addCRLEntry(identity.certificate().getSerialNumber(), now, CRLReason.keyCompromise);
        }
        try {
            return pem(
                    "crl" + serial++ + ".pem",
                    "X509 CRL",
                    builder.build(signer()).getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A private key in OpenSSL's older form: PKCS#1 for RSA, SEC 1 for EC.
     *
     * @param identity whose
     * @return a file in PEM
     */
    public Path traditionalKey(Identity identity) {
        PrivateKeyInfo info =
                PrivateKeyInfo.getInstance(identity.keys().getPrivate().getEncoded());
        try {
            if (identity.keys().getPublic() instanceof ECPublicKey ec) {
                ECPrivateKey key = ECPrivateKey.getInstance(info.parsePrivateKey());
                // As OpenSSL writes it, with the curve.
                byte[] whole = new ECPrivateKey(
                                ec.getParams().getOrder().bitLength(),
                                key.getKey(),
                                info.getPrivateKeyAlgorithm().getParameters())
                        .getEncoded();
                return pem("traditional" + serial++ + ".key", "EC PRIVATE KEY", whole);
            }
            return pem(
                    "traditional" + serial++ + ".key",
                    "RSA PRIVATE KEY",
                    info.parsePrivateKey().toASN1Primitive().getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A private key in PKCS#8, encrypted with AES.
     *
     * @param identity whose
     * @param password of the key
     * @return a file in PEM
     */
    public Path encryptedKey(Identity identity, String password) {
        try {
            return pem(
                    "encrypted" + serial++ + ".key",
                    new JcaPKCS8Generator(
                                    identity.keys().getPrivate(),
                                    new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                                            .setProvider(PROVIDER)
                                            .setPassword(password.toCharArray())
                                            .build())
                            .generate());
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A certificate and its key in PKCS#12.
     *
     * @param identity whose
     * @param password of the file
     * @return a file
     */
    public Path pkcs12(Identity identity, String password) {
        Path file = directory.resolve("identity" + serial++ + ".p12");
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("identity", identity.keys().getPrivate(), password.toCharArray(), new Certificate[] {
                identity.certificate()
            });
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, password.toCharArray());
            }
            return owned(file);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate certify(X500Name subject, KeyPair pair, boolean authority, Duration life, String... names) {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                name,
                BigInteger.valueOf(serial++),
                Date.from(now.minus(Duration.ofDays(2))),
                Date.from(now.plus(life)),
                subject,
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (names.length > 0) {
                GeneralName[] general = Arrays.stream(names)
                        .map(each -> new GeneralName(
                                Character.isDigit(each.charAt(0)) ? GeneralName.iPAddress : GeneralName.dNSName, each))
                        .toArray(GeneralName[]::new);
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(general));
            }
            byte[] encoded = builder.build(signer()).getEncoded();
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private ContentSigner signer() {
        try {
            return new JcaContentSignerBuilder(signature).setProvider(PROVIDER).build(keys.getPrivate());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keyPair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("RSA")) {
                generator.initialize(2048);
            } else if (algorithm.equals("EC")) {
                generator.initialize(256);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encoded(Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path pem(String file, String type, byte[] content) {
        return pem(file, new PemObject(type, content));
    }

    private Path pem(String file, PemObject content) {
        Path path = directory.resolve(file);
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(content);
            writer.flush();
            Files.write(path, text.toString().getBytes(StandardCharsets.US_ASCII));
            return owned(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path owned(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }
}
