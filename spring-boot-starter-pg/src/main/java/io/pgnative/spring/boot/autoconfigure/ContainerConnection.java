package io.pgnative.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.testcontainers.lifecycle.TestcontainersStartup;
import org.testcontainers.containers.JdbcDatabaseContainer;

/** Where a container is, which is started when that is asked for. */
final class ContainerConnection implements PgNativeConnectionDetails {

    private static final int PORT = 5432;

    private final JdbcDatabaseContainer<?> container;

    ContainerConnection(JdbcDatabaseContainer<?> container) {
        this.container = container;
    }

    private JdbcDatabaseContainer<?> started() {
        TestcontainersStartup.start(container);
        return container;
    }

    @Override
    public String getHost() {
        return started().getHost();
    }

    @Override
    public int getPort() {
        return started().getMappedPort(PORT);
    }

    @Override
    public String getDatabase() {
        return container.getDatabaseName();
    }

    @Override
    public String getUsername() {
        return container.getUsername();
    }

    @Override
    public String getPassword() {
        return container.getPassword();
    }

    /** A field can be found twice, as that of a test and as one that is imported. */
    @Override
    @SuppressWarnings("ReferenceEquality") // two containers that are made alike are two
    public boolean equals(@Nullable Object other) {
        return other instanceof ContainerConnection connection && connection.container == container;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(container);
    }
}
