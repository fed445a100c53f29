package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.ServerAddress;

/**
 * What all clients are given.
 *
 * @param server where they connect to
 * @param connections the size of the pool
 * @param eventLoops threads of clients that have event loops; 0 is each client's own default
 * @param nativeTransport whether event loops use epoll instead of NIO
 * @param pipelining how many statements a connection of this client's pool may carry at once; 0 is its default
 */
public record PeerOptions(
        ServerAddress server, int connections, int eventLoops, boolean nativeTransport, int pipelining) {}
