package io.pgnative.client.config;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a connection URI says; null is what it leaves out.
 *
 * @param host host name or address, without brackets
 * @param authorityPort the port that stands beside the host and belongs to it
 * @param queryPort the port of the query, which belongs to any host
 * @param database database name
 * @param user role name
 * @param password the password; an empty one counts
 * @param connectTimeout limit of opening one connection
 * @param parameters what the server is to be told at start-up
 */
record Dsn(
        @Nullable String host,
        @Nullable Integer authorityPort,
        @Nullable Integer queryPort,
        @Nullable String database,
        @Nullable String user,
        @Nullable String password,
        @Nullable Duration connectTimeout,
        Map<String, String> parameters) {

    static final Dsn EMPTY = new Dsn(null, null, null, null, null, null, null, Map.of());

    /** Without the password and the parameters. */
    @Override
    public String toString() {
        return "Dsn[host=" + host + ", port=" + (authorityPort == null ? queryPort : authorityPort) + ", database="
                + database + ", user=" + user + "]";
    }
}
