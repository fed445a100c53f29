package io.pgnative.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * A certificate for the embedded server, with its key, made by the JDK's {@code keytool}.
 *
 * @param certificate PEM file
 * @param key PEM file that only its owner may read, as the server demands
 */
record SelfSigned(Path certificate, Path key) {

    private static final String STORE = "server.p12";
    private static final String ALIAS = "server";
    private static final String PASSWORD = "benchmarks";

    /**
     * Makes one, good for a day.
     *
     * @param directory where the files go
     * @return the files
     * @throws IOException if it cannot be made
     */
    static SelfSigned in(Path directory) throws IOException {
        Path store = directory.resolve(STORE);
        keytool(store);
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            return new SelfSigned(
                    pem(
                            directory.resolve("server.crt"),
                            "CERTIFICATE",
                            keys.getCertificate(ALIAS).getEncoded()),
                    pem(
                            directory.resolve("server.key"),
                            "PRIVATE KEY",
                            keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate of the server cannot be read", e);
        }
    }

    void delete() throws IOException {
        Files.delete(certificate);
        Files.delete(key);
        Files.delete(key.resolveSibling(STORE));
        Files.delete(key.getParent());
    }

    private static void keytool(Path store) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-dname",
                        "CN=localhost",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-validity",
                        "1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("keytool has made no certificate: "
                        + new String(process.getInputStream().readAllBytes(), Charset.defaultCharset()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        }
    }

    private static Path pem(Path file, String kind, byte[] encoded) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                        + "\n-----END " + kind + "-----\n");
    }
}
