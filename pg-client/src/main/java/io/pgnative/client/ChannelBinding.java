package io.pgnative.client;

/** Whether authentication is bound to the TLS channel (libpq, {@code channel_binding}). */
public enum ChannelBinding {
    /** Never. */
    DISABLE("disable"),
    /** When the server offers it over TLS. */
    PREFER("prefer"),
    /** Always; what cannot be bound is refused. */
    REQUIRE("require");

    private final String text;

    ChannelBinding(String text) {
        this.text = text;
    }

    /**
     * The word of libpq.
     *
     * @return for instance {@code require}
     */
    @Override
    public String toString() {
        return text;
    }
}
