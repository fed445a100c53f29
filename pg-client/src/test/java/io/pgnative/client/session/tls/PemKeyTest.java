package io.pgnative.client.session.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Private keys that OpenSSL has written, each with what {@code openssl pkcs8 -topk8} makes of it. */
class PemKeyTest {

    private static byte[] file(String name) throws IOException {
        try (InputStream in = PemKeyTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private static String text(String name) throws IOException {
        return new String(file(name), StandardCharsets.US_ASCII);
    }

    private static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]*-----", ""));
    }

    private static PrivateKey read(byte[] content) throws PemKey.Unreadable {
        return PemKey.read(content, () -> "pw");
    }

    private static PrivateKey read(String content) throws PemKey.Unreadable {
        return read(content.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec256", "ec384"})
    @DisplayName("wraps SEC 1 into the very bytes of PKCS#8 that OpenSSL makes")
    void wrapsEcKeysAsOpenSslDoes(String name) throws Exception {
        String pem = text("openssl-" + name + ".pem");
        byte[] key = der(pem.substring(pem.indexOf("-----BEGIN EC PRIVATE KEY")));

        assertThat(Pkcs8.ofEc(key, null)).isEqualTo(der(text("openssl-" + name + "-pkcs8.pem")));
    }

    @Test
    @DisplayName("wraps PKCS#1 into the very bytes of PKCS#8 that OpenSSL makes")
    void wrapsRsaKeysAsOpenSslDoes() throws Exception {
        assertThat(Pkcs8.ofRsa(der(text("openssl-rsa.pem")))).isEqualTo(der(text("openssl-rsa-pkcs8.pem")));
    }

    @ParameterizedTest
    @CsvSource({
        "openssl-rsa,                       openssl-rsa-pkcs8",
        "openssl-rsa-pkcs8-encrypted,       openssl-rsa-pkcs8",
        "openssl-ec256,                     openssl-ec256-pkcs8",
        "openssl-ec256-pkcs8-encrypted-v1,  openssl-ec256-pkcs8",
        "openssl-ec384,                     openssl-ec384-pkcs8"
    })
    @DisplayName("A019: keys in each form are the same key")
    void readsTheSameKeyInEachForm(String name, String pkcs8) throws Exception {
        assertThat(read(file(name + ".pem"))).isEqualTo(read(file(pkcs8 + ".pem")));
    }

    @ParameterizedTest
    @CsvSource({
        "openssl-rsa, RSA",
        "openssl-ec256, EC",
        "openssl-ec256-pkcs8, EC",
        "openssl-ed25519-pkcs8, EdDSA",
    })
    void knowsTheAlgorithm(String name, String algorithm) throws Exception {
        assertThat(read(file(name + ".pem")).getAlgorithm()).isEqualTo(algorithm);
    }

    @Test
    void takesTheCurveFromBesideTheKey() throws Exception {
        String pem = text("openssl-ec256.pem");
        byte[] whole = der(pem.substring(pem.indexOf("-----BEGIN EC PRIVATE KEY")));
        Der fields = Der.sequence(whole);
        byte[] bare = Der.value(Der.SEQUENCE, fields.next(Der.INTEGER), fields.next(Der.OCTET_STRING));
        String key = "-----BEGIN EC PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(bare)
                + "\n-----END EC PRIVATE KEY-----\n";
        String curve = pem.substring(0, pem.indexOf("-----BEGIN EC PRIVATE KEY"));

        assertThat(((ECPrivateKey) read(curve + key)).getS()).isEqualTo(((ECPrivateKey) read(pem)).getS());
        assertThatThrownBy(() -> read(key)).hasMessageContaining("the curve of the key is not told");
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssl-rsa-encrypted", "openssl-ec256-encrypted"})
    void refusesKeysThatAreEncryptedInTheOlderWay(String name) {
        assertThatThrownBy(() -> read(file(name + ".pem")))
                .isInstanceOf(PemKey.Unreadable.class)
                .hasMessageContaining("Proc-Type: 4,ENCRYPTED")
                .hasMessageContaining("openssl pkcs8 -topk8");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no key                                                                                | holds no private key
            -----BEGIN CERTIFICATE-----~MAA=~-----END CERTIFICATE-----                            | holds no private key
            -----BEGIN PRIVATE KEY-----~MAA=                                                      | holds no private key
            -----BEGIN OPENSSH PRIVATE KEY-----~MAA=~-----END OPENSSH PRIVATE KEY-----            | a key of the form "OPENSSH PRIVATE KEY"
            -----BEGIN PRIVATE KEY-----~MAA=~-----END PRIVATE KEY-----                            | expected a key of RSA, EC
            -----BEGIN EC PRIVATE KEY-----~MAA=~-----END EC PRIVATE KEY-----                      | cannot be read as a private key
            -----BEGIN RSA PRIVATE KEY-----~BAA=~-----END RSA PRIVATE KEY-----                    | cannot be read as a private key
            -----BEGIN ENCRYPTED PRIVATE KEY-----~MAA=~-----END ENCRYPTED PRIVATE KEY-----        | is the password (sslpassword) right?
            """)
    void tellsWhatIsWrong(String pem, String expected) {
        assertThatThrownBy(() -> read(pem.replace('~', '\n')))
                .isInstanceOf(PemKey.Unreadable.class)
                .hasMessageContaining(expected);
    }

    @Test
    void tellsAWrongPassword() {
        assertThatThrownBy(() -> PemKey.read(file("openssl-rsa-pkcs8-encrypted.pem"), () -> "canary"))
                .isInstanceOf(PemKey.Unreadable.class)
                .hasMessageContaining("sslpassword")
                .hasMessageNotContaining("canary");
    }

    @Test
    @DisplayName("a key with changed or missing bytes is read as another, or refused, and nothing else happens")
    void takesBrokenKeysForNothingWorse() throws Exception {
        String pem = text("openssl-ec256.pem");
        byte[] key = der(pem.substring(pem.indexOf("-----BEGIN EC PRIVATE KEY")));
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            byte[] broken =
                    java.util.Arrays.copyOf(key, random.nextBoolean() ? key.length : random.nextInt(key.length));
            for (int change = 0; change < 3 && broken.length > 0; change++) {
                broken[random.nextInt(Math.min(broken.length, 16))] = (byte) random.nextInt();
            }
            String text = "-----BEGIN EC PRIVATE KEY-----\n"
                    + Base64.getEncoder().encodeToString(broken) + "\n-----END EC PRIVATE KEY-----\n";
            Throwable refused = catchThrowable(() -> read(text));
            if (refused != null) {
                assertThat(refused).isInstanceOf(PemKey.Unreadable.class);
            }
        }
    }
}
