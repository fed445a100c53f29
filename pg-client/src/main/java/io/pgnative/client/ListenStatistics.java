package io.pgnative.client;

/**
 * What the listeners of a client do at this moment.
 *
 * @param channels how many channels are listened to
 * @param listeners how many listeners, streams and publishers there are
 * @param isConnected whether the connection that listens is open
 * @param reconnects how often it was opened anew after a loss, since the client was made
 */
public record ListenStatistics(int channels, int listeners, boolean isConnected, long reconnects) {}
