package io.pgnative.client.config;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a program says about the connection; null is what it leaves to the DSN and the defaults.
 *
 * @param dsn a connection URI
 * @param host host name or address
 * @param port TCP port
 * @param database database name
 * @param user role name
 * @param password the password, known beforehand
 * @param passwordSource asked for the password of each connection; wins over {@code password}
 * @param parameters run-time parameters
 * @param connectTimeout limit of opening one connection
 */
public record ExplicitOptions(
        @Nullable String dsn,
        @Nullable String host,
        @Nullable Integer port,
        @Nullable String database,
        @Nullable String user,
        @Nullable String password,
        @Nullable Supplier<@Nullable String> passwordSource,
        Map<String, String> parameters,
        @Nullable Duration connectTimeout) {

    /** Without DSN, password and parameters. */
    @Override
    public String toString() {
        return "ExplicitOptions[host=" + host + ", port=" + port + ", database=" + database + ", user=" + user + "]";
    }
}
