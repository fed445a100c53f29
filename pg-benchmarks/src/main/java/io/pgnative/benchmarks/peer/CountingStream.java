package io.pgnative.benchmarks.peer;

import java.io.OutputStream;

/** Counts the bytes that a client hands on. */
final class CountingStream extends OutputStream {

    private long bytes;

    @Override
    public void write(int octet) {
        bytes++;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        bytes += length;
    }

    long bytes() {
        return bytes;
    }
}
