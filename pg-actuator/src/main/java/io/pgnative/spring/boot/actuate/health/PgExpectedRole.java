package io.pgnative.spring.boot.actuate.health;

/** What a server has to be for an application that asks for its health. */
public enum PgExpectedRole {
    /** Any server that answers. */
    ANY,
    /** One that takes writes. */
    PRIMARY,
    /** One that follows another server. */
    STANDBY;

    /** Whether a server is as expected. */
    boolean accepts(boolean isStandby) {
        return this == ANY || (this == STANDBY) == isStandby;
    }
}
