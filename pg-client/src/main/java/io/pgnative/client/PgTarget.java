package io.pgnative.client;

import java.util.List;
import java.util.Objects;

/**
 * Where a connection goes to, and as whom, when that is only known at the time it is opened; see
 * {@link PgConnectionBuilder#target}.
 *
 * @param hosts where servers are looked for, in order; at least one
 * @param database database name
 * @param user role name
 */
public record PgTarget(List<PgHost> hosts, String database, String user) {

    private static final int MAX_PORT = 65_535;

    /**
     * Checks the values.
     *
     * @param hosts as in the record
     * @param database as in the record
     * @param user as in the record
     * @throws PgConfigurationException naming the value that cannot be used
     */
    public PgTarget {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty()) {
            throw new PgConfigurationException("hosts", "expected at least one");
        }
        for (PgHost host : hosts) {
            requireText("hosts", host.name());
            if (host.port() < 1 || host.port() > MAX_PORT) {
                throw new PgConfigurationException("port", host.port() + " is out of range; expected 1 to " + MAX_PORT);
            }
        }
        requireText("database", database);
        requireText("user", user);
    }

    private static void requireText(String option, String value) {
        if (Objects.requireNonNull(value, option).isBlank() || value.indexOf('\0') >= 0) {
            throw new PgConfigurationException(option, "expected a text that is not empty and has no character zero");
        }
    }
}
