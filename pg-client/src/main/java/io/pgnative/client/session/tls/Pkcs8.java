package io.pgnative.client.session.tls;

import org.jspecify.annotations.Nullable;

/**
 * Wraps OpenSSL's older forms of private keys into PKCS#8 (RFC 5208), the only one that the Java runtime reads, as
 * {@code openssl pkcs8 -topk8} does.
 */
final class Pkcs8 {

    private static final byte[] RSA = {0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1};
    private static final byte[] EC = {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

    /** The curve, within an EC key. */
    private static final int PARAMETERS = 0xa0;

    /** The public key, within an EC key. */
    private static final int PUBLIC_KEY = 0xa1;

    private Pkcs8() {}

    /**
     * A key of PKCS#1 (RFC 8017, A.1.2).
     *
     * @param key RSAPrivateKey
     * @return PrivateKeyInfo
     */
    static byte[] ofRsa(byte[] key) {
        Der.sequence(key);
        return info(RSA, Der.value(Der.NULL), key);
    }

    /**
     * A key of SEC 1 (RFC 5915).
     *
     * @param key ECPrivateKey
     * @param curve ECParameters that stand beside it, which count if the key has none; null if there are none
     * @return PrivateKeyInfo
     * @throws IllegalArgumentException if it is no such key, or its curve is not told
     */
    static byte[] ofEc(byte[] key, byte @Nullable [] curve) {
        Der fields = Der.sequence(key);
        byte[] version = fields.next(Der.INTEGER);
        byte[] secret = fields.next(Der.OCTET_STRING);
        byte[] parameters = fields.nextIs(PARAMETERS) ? Der.contentOf(fields.next(PARAMETERS)) : curve;
        byte[] publicKey = fields.nextIs(PUBLIC_KEY) ? fields.next(PUBLIC_KEY) : new byte[0];
        if (parameters == null) {
            throw new IllegalArgumentException("the curve of the key is not told");
        }
        return info(EC, parameters, Der.value(Der.SEQUENCE, version, secret, publicKey));
    }

    private static byte[] info(byte[] algorithm, byte[] parameters, byte[] key) {
        return Der.value(
                Der.SEQUENCE,
                Der.value(Der.INTEGER, new byte[] {0}),
                Der.value(Der.SEQUENCE, Der.value(Der.OBJECT_IDENTIFIER, algorithm), parameters),
                Der.value(Der.OCTET_STRING, key));
    }
}
