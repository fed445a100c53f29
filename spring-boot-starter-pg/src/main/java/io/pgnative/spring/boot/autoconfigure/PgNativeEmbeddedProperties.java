package io.pgnative.spring.boot.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Configuration properties of the PostgreSQL that is started inside the application when nothing else is configured.
 */
@ConfigurationProperties("spring.pgnative.embedded")
public class PgNativeEmbeddedProperties {

    /**
     * Directory of the data, kept when the application stops. Defaults to a temporary directory that is removed then.
     */
    private @Nullable Path dataDirectory;

    /** TCP port of the server. With 0 a free one is chosen. */
    private int port = 0;

    /** Time allowed for the server to start. */
    private Duration startupTimeout = Duration.ofSeconds(30);

    public @Nullable Path getDataDirectory() {
        return dataDirectory;
    }

    public void setDataDirectory(@Nullable Path dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    public int getPort() {
        return port;
    }

    public void setPort(int port) {
        this.port = port;
    }

    public Duration getStartupTimeout() {
        return startupTimeout;
    }

    public void setStartupTimeout(Duration startupTimeout) {
        this.startupTimeout = startupTimeout;
    }
}
