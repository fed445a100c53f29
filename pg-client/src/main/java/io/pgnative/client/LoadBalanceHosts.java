package io.pgnative.client;

/** The order in which hosts are tried (libpq, {@code load_balance_hosts}). */
public enum LoadBalanceHosts {
    /** As they are listed; the addresses of a name as the look-up gives them. */
    DISABLE("disable"),
    /** Hosts, and the addresses of each name, in random order, drawn anew for each connection. */
    RANDOM("random");

    private final String text;

    LoadBalanceHosts(String text) {
        this.text = text;
    }

    /**
     * The word of libpq.
     *
     * @return for instance {@code random}
     */
    @Override
    public String toString() {
        return text;
    }
}
