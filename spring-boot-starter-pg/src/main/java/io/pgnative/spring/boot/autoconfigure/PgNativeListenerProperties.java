package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.spring.boot.listen.PgListenerOverflow;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Configuration properties of methods that listen, whichever client they listen with. */
@ConfigurationProperties("spring.pgnative.listener")
public class PgNativeListenerProperties {

    private static final String PREFIX = "spring.pgnative.listener.";

    /** Whether listener methods start with the application. */
    private boolean autoStartup = true;

    /** Number of notifications that may wait for a listener method; when more come, some are dropped. */
    private int buffer = 10_000;

    /** Which notifications are dropped when more come than may wait. */
    private PgListenerOverflow overflow = PgListenerOverflow.DROP_NEWEST;

    /** Time that a listener method which is stopped may take to handle what has come. */
    private Duration shutdownTimeout = Duration.ofSeconds(10);

    public boolean isAutoStartup() {
        return autoStartup;
    }

    public void setAutoStartup(boolean autoStartup) {
        this.autoStartup = autoStartup;
    }

    public int getBuffer() {
        return buffer;
    }

    public void setBuffer(int buffer) {
        if (buffer < 1) {
            throw new InvalidConfigurationPropertyValueException(PREFIX + "buffer", buffer, "It must be 1 or more.");
        }
        this.buffer = buffer;
    }

    public PgListenerOverflow getOverflow() {
        return overflow;
    }

    public void setOverflow(PgListenerOverflow overflow) {
        this.overflow = overflow;
    }

    public Duration getShutdownTimeout() {
        return shutdownTimeout;
    }

    public void setShutdownTimeout(Duration shutdownTimeout) {
        if (shutdownTimeout.isNegative()) {
            throw new InvalidConfigurationPropertyValueException(
                    PREFIX + "shutdown-timeout", shutdownTimeout, "It must not be negative.");
        }
        this.shutdownTimeout = shutdownTimeout;
    }
}
