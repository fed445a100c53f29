package io.pgnative.spring.boot.actuate.metrics;

/** How the meters of a pool are named; those that only this client has are {@code pgnative.*} in any case. */
public enum PgMeterConvention {
    /** {@code pgnative.pool.*}, with the tag {@code name}. */
    MICROMETER,
    /**
     * {@code db.client.connection.*} as in OpenTelemetry's semantic conventions for database clients, with the tag
     * {@code db.client.connection.pool.name}.
     */
    OPENTELEMETRY
}
