package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.ProtocolViolation;
import io.pgnative.client.wire.Wire;

/** The overall format of a COPY, which takes one byte where formats of columns take two. */
final class CopyFormat {

    private CopyFormat() {}

    static int read(ByteBuf body, String message) {
        int format = Wire.readByte(body, message + " format");
        if (format != 0 && format != 1) {
            throw new ProtocolViolation(message + " format is " + format + "; expected 0 (text) or 1 (binary)");
        }
        return format;
    }

    static void write(ByteBuf out, int format) {
        if (format != 0 && format != 1) {
            throw new IllegalArgumentException("format is " + format + "; expected 0 (text) or 1 (binary)");
        }
        out.writeByte(format);
    }
}
