package io.pgnative.spring.boot.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationUnit;

/** Configuration properties of TCP. What is not set is left to the DSN and the service file. */
public class PgNativeTcpProperties {

    /** Whether the operating system finds out that the peer of an idle connection has vanished. Defaults to true. */
    private @Nullable Boolean keepalives;

    /**
     * Time that a connection is idle before the first keepalive is sent. If a unit is not specified, seconds are used;
     * zero leaves it to the operating system.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration keepalivesIdle;

    /**
     * Time after which a keepalive that was not answered is followed by the next one. If a unit is not specified,
     * seconds are used; zero leaves it to the operating system.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private @Nullable Duration keepalivesInterval;

    /** Keepalives that may be lost before a connection is given up; 0 leaves it to the operating system. */
    private @Nullable Integer keepalivesCount;

    /**
     * Time that what was sent may stay unacknowledged before a connection is given up. Zero leaves it to the operating
     * system; anything else needs a native transport of Linux.
     */
    private @Nullable Duration userTimeout;

    public @Nullable Boolean getKeepalives() {
        return keepalives;
    }

    public void setKeepalives(@Nullable Boolean keepalives) {
        this.keepalives = keepalives;
    }

    public @Nullable Duration getKeepalivesIdle() {
        return keepalivesIdle;
    }

    public void setKeepalivesIdle(@Nullable Duration keepalivesIdle) {
        this.keepalivesIdle = keepalivesIdle;
    }

    public @Nullable Duration getKeepalivesInterval() {
        return keepalivesInterval;
    }

    public void setKeepalivesInterval(@Nullable Duration keepalivesInterval) {
        this.keepalivesInterval = keepalivesInterval;
    }

    public @Nullable Integer getKeepalivesCount() {
        return keepalivesCount;
    }

    public void setKeepalivesCount(@Nullable Integer keepalivesCount) {
        this.keepalivesCount = keepalivesCount;
    }

    public @Nullable Duration getUserTimeout() {
        return userTimeout;
    }

    public void setUserTimeout(@Nullable Duration userTimeout) {
        this.userTimeout = userTimeout;
    }
}
