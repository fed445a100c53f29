package io.pgnative.client.session.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads private keys in PEM (RFC 7468): PKCS#8, encrypted or not, PKCS#1 for RSA and SEC 1 for EC. By nothing but the
 * Java runtime. Not on an event loop.
 */
final class PemKey {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /** Before what they encrypt, OpenSSL's older forms say how: a header, with a colon that Base64 does not have. */
    private static final String HEADER = ":";

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");

    /** RFC 8018, 6.2: by its name, and by its identifier, which older runtimes show. */
    private static final Set<String> PBES2 = Set.of("PBES2", "1.2.840.113549.1.5.13");

    private PemKey() {}

    /** Why a key cannot be read, in words that follow the name of its file. */
    static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        Unreadable(String reason, @Nullable Exception cause) {
            super(reason, cause);
        }
    }

    /**
     * Reads the first private key of a text.
     *
     * @param content of the file
     * @param password asked for if the key is encrypted
     * @return the key
     * @throws Unreadable if there is none, or it cannot be read
     */
    static PrivateKey read(byte[] content, Supplier<String> password) throws Unreadable {
        byte[] curve = null;
        Matcher block = BLOCK.matcher(new String(content, StandardCharsets.ISO_8859_1));
        while (block.find()) {
            String label = block.group(1);
            if (label.equals("EC PARAMETERS")) {
                curve = bytes(block.group(2));
            } else if (label.endsWith("PRIVATE KEY")) {
                if (block.group(2).contains(HEADER)) {
                    throw new Unreadable(
                            "is encrypted in OpenSSL's older way (Proc-Type: 4,ENCRYPTED), which is not safe; expected"
                                    + " PKCS#8, as \"openssl pkcs8 -topk8\" makes of it",
                            null);
                }
                return key(label, bytes(block.group(2)), curve, password);
            }
        }
        throw new Unreadable("holds no private key; expected PEM, or PKCS#12 in a file named .p12 or .pfx", null);
    }

    private static byte[] bytes(String base64) throws Unreadable {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new Unreadable("holds no Base64 where PEM has it", null);
        }
    }

    private static PrivateKey key(String label, byte[] der, byte @Nullable [] curve, Supplier<String> password)
            throws Unreadable {
        try {
            return switch (label) {
                case "PRIVATE KEY" -> key(new PKCS8EncodedKeySpec(der));
                case "ENCRYPTED PRIVATE KEY" -> key(decrypted(der, password.get()));
                case "RSA PRIVATE KEY" -> key(new PKCS8EncodedKeySpec(Pkcs8.ofRsa(der)));
                case "EC PRIVATE KEY" -> key(new PKCS8EncodedKeySpec(Pkcs8.ofEc(der, curve)));
                default ->
                    throw new Unreadable(
                            "holds a key of the form \"" + label + "\"; expected PKCS#8, as \"openssl pkcs8 -topk8\""
                                    + " makes it",
                            null);
            };
        } catch (IllegalArgumentException e) {
            throw new Unreadable("cannot be read as a private key: " + e.getMessage(), null);
        }
    }

    private static PKCS8EncodedKeySpec decrypted(byte[] der, String password) throws Unreadable {
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
            AlgorithmParameters parameters = info.getAlgParameters();
            // The Java runtime shows the scheme within PBES2 as the text of its parameters.
            String scheme =
                    parameters != null && PBES2.contains(info.getAlgName()) ? parameters.toString() : info.getAlgName();
            SecretKey secret =
                    SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(password.toCharArray()));
            Cipher cipher = Cipher.getInstance(scheme);
            cipher.init(Cipher.DECRYPT_MODE, secret, parameters);
            return info.getKeySpec(cipher);
        } catch (GeneralSecurityException | IOException e) {
            throw new Unreadable("cannot be decrypted; is the password (sslpassword) right?", e);
        }
    }

    private static PrivateKey key(PKCS8EncodedKeySpec spec) throws Unreadable {
        InvalidKeySpecException last = null;
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // Of another algorithm, perhaps.
                last = e;
            } catch (GeneralSecurityException e) {
                throw new Unreadable("cannot be read: the Java runtime has no " + algorithm, e);
            }
        }
        throw new Unreadable("cannot be read: expected a key of " + String.join(", ", ALGORITHMS), last);
    }
}
