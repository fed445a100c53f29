package io.pgnative.spring.boot.autoconfigure;

import java.time.Duration;

/** Configuration properties of the connection that listens to channels. */
public class PgNativeListenProperties {

    /** Time between checks whether the connection that listens still lives. With 0 it is never checked. */
    private Duration pingInterval = Duration.ofSeconds(30);

    public Duration getPingInterval() {
        return pingInterval;
    }

    public void setPingInterval(Duration pingInterval) {
        this.pingInterval = pingInterval;
    }
}
