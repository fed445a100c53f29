package io.pgnative.client.session;

import io.pgnative.client.PgDataException;
import io.pgnative.client.result.RowShape;
import io.pgnative.client.type.Codec;

/** What both directions of a binary COPY share (SQL command COPY, section "Binary Format"). */
final class BinaryCopyFormat {

    /** Bytes of the signature, the flags and the length of the header's extension. */
    static final int HEADER = 19;

    /** In place of a tuple's field count: no more tuples. */
    static final short TRAILER = -1;

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};

    private BinaryCopyFormat() {}

    static int signatureLength() {
        return SIGNATURE.length;
    }

    /** A byte of the signature. */
    static byte signature(int index) {
        return SIGNATURE[index];
    }

    /** A header without flags and extension. */
    static byte[] header() {
        byte[] header = new byte[HEADER];
        System.arraycopy(SIGNATURE, 0, header, 0, SIGNATURE.length);
        return header;
    }

    /** A type without a binary form, or with a codec that exchanges text, cannot be in a binary COPY. */
    static void requireBinary(RowShape shape) {
        for (int i = 0; i < shape.size(); i++) {
            Codec codec = shape.codec(i);
            if (!codec.isBinary()) {
                throw new PgDataException("column \"" + shape.columns().get(i).name() + "\" of type "
                        + codec.typeName() + " is exchanged as text, which a COPY of rows cannot hold; name the other"
                        + " columns, or copy in the text or CSV format");
            }
        }
    }
}
