package io.pgnative.client;

/**
 * How far a COPY has come.
 *
 * @param rows so far. Of text and CSV that is sent, the number of line ends, which quoted values may hold, too; of
 *     binary data that is sent as it is, 0; of what is received, the number of the server's messages, of which a header
 *     line is one. The last report of a COPY that succeeds has the server's own count
 * @param bytes of data so far
 */
public record CopyProgress(long rows, long bytes) {}
