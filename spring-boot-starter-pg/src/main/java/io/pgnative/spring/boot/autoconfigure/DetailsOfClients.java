package io.pgnative.spring.boot.autoconfigure;

import java.util.Set;

/** See {@link PgNamedConnectionDetails#of}. */
record DetailsOfClients(Set<String> clients, PgNativeConnectionDetails details) implements PgNamedConnectionDetails {

    DetailsOfClients {
        if (clients.isEmpty()) {
            throw new IllegalArgumentException("expected the name of at least one client");
        }
    }

    @Override
    public Set<String> getClients() {
        return clients;
    }

    @Override
    public PgNativeConnectionDetails getDetails() {
        return details;
    }

    /** Details may hold what is not to be shown. */
    @Override
    public String toString() {
        return "PgNamedConnectionDetails" + clients;
    }
}
