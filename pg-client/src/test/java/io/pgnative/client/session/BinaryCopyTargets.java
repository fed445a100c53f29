package io.pgnative.client.session;

import io.netty.buffer.Unpooled;
import io.pgnative.client.result.RowBuffer;
import io.pgnative.client.wire.ProtocolViolation;
import java.util.HexFormat;
import java.util.List;

/** What reads a COPY in binary, to be fuzzed, and some to begin with. */
final class BinaryCopyTargets {

    private static final String HEADER = "5047434f50590aff0d0a00" + "00000000" + "00000000";
    private static final String TUPLE = "0002" + "00000004" + "00000001" + "00000003" + "6f6e65";

    private BinaryCopyTargets() {}

    static List<byte[]> copies() {
        return List.of(
                bytes(HEADER + "ffff"),
                bytes(HEADER + TUPLE + TUPLE + "ffff"),
                bytes(HEADER + TUPLE + "0002ffffffffffffffff" + "ffff"),
                bytes("5047434f50590aff0d0a00" + "00000000" + "00000004" + "01020304" + TUPLE + "ffff"));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /** In two parts, so that what is unfinished is kept. */
    static void read(byte[] input) {
        BinaryCopyReader reader =
                new BinaryCopyReader(BinaryCopyWriterTest.shape(23, 25), new RowBuffer(), 1 << 20, 1024);
        try {
            int half = input.length / 2;
            reader.take(Unpooled.wrappedBuffer(input), 0, half);
            reader.take(Unpooled.wrappedBuffer(input), half, input.length - half);
            reader.end();
        } catch (ProtocolViolation expected) {
            // What is no binary COPY.
        }
    }
}
