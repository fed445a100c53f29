package io.pgnative.spring.boot.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** Configuration properties of the connection of a client that listens to channels. */
public class PgNativeListenProperties {

    /** Time between checks whether the connection that listens still lives. With 0 it is never checked. */
    private Duration pingInterval = Duration.ofSeconds(30);

    @NestedConfigurationProperty
    private final Recovery recovery = new Recovery();

    public Duration getPingInterval() {
        return pingInterval;
    }

    public void setPingInterval(Duration pingInterval) {
        this.pingInterval = pingInterval;
    }

    public Recovery getRecovery() {
        return recovery;
    }

    /** How it is tried to listen again. */
    public static class Recovery {

        /**
         * Most attempts to listen again that may fail in a row; then listeners end. With 0 they end when the connection
         * is lost. Unlimited if not set.
         */
        private @Nullable Long maxRetries;

        /** Pause before the first attempt to listen again, and the shortest of all. */
        private Duration delay = Duration.ofMillis(100);

        /** Factor by which the pause, and the jitter with it, grow from one attempt to the next. */
        private double multiplier = 2;

        /** Longest pause between attempts to listen again. */
        private Duration maxDelay = Duration.ofSeconds(5);

        /** Time by which the first pause is longer or shorter at random, within 'delay' and 'max-delay'. */
        private Duration jitter = Duration.ofMillis(50);

        public @Nullable Long getMaxRetries() {
            return maxRetries;
        }

        public void setMaxRetries(@Nullable Long maxRetries) {
            this.maxRetries = maxRetries;
        }

        public Duration getDelay() {
            return delay;
        }

        public void setDelay(Duration delay) {
            this.delay = delay;
        }

        public double getMultiplier() {
            return multiplier;
        }

        public void setMultiplier(double multiplier) {
            this.multiplier = multiplier;
        }

        public Duration getMaxDelay() {
            return maxDelay;
        }

        public void setMaxDelay(Duration maxDelay) {
            this.maxDelay = maxDelay;
        }

        public Duration getJitter() {
            return jitter;
        }

        public void setJitter(Duration jitter) {
            this.jitter = jitter;
        }
    }
}
