package io.pgnative.client;

/**
 * What went between a client and its servers since the client was made. Bytes are those of the connections of the pool,
 * counted as the protocol has them, before they are encrypted and after they were decrypted.
 *
 * @param bytesReceived from servers
 * @param bytesSent to servers
 * @param notifications what came on channels that the client's listeners hear; see {@link PgClient#listening()} for
 *     their number
 * @param statementReparses prepared statements that had to be prepared once more, since the server had lost them or
 *     they meant something else
 */
public record TrafficStatistics(long bytesReceived, long bytesSent, long notifications, long statementReparses) {}
