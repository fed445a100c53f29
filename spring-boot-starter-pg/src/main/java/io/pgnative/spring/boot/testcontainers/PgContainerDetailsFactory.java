package io.pgnative.spring.boot.testcontainers;

import io.pgnative.spring.boot.autoconfigure.PgNativeConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.containers.JdbcDatabaseContainer;

/**
 * Tells where a container of PostgreSQL is that is annotated with {@code @ServiceConnection}.
 *
 * @param <C> the container's class
 */
abstract class PgContainerDetailsFactory<C extends JdbcDatabaseContainer<?>>
        extends ContainerConnectionDetailsFactory<C, PgNativeConnectionDetails> {

    private static final int PORT = 5432;

    PgContainerDetailsFactory() {
        super(ANY_CONNECTION_NAME, "io.pgnative.client.PgClient");
    }

    @Override
    protected PgNativeConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<C> source) {
        return new Details<>(source);
    }

    private static final class Details<C extends JdbcDatabaseContainer<?>> extends ContainerConnectionDetails<C>
            implements PgNativeConnectionDetails {

        Details(ContainerConnectionSource<C> source) {
            super(source);
        }

        @Override
        public String getHost() {
            return getContainer().getHost();
        }

        @Override
        public int getPort() {
            return getContainer().getMappedPort(PORT);
        }

        @Override
        public String getDatabase() {
            return getContainer().getDatabaseName();
        }

        @Override
        public String getUsername() {
            return getContainer().getUsername();
        }

        @Override
        public String getPassword() {
            return getContainer().getPassword();
        }

        @Override
        public @Nullable SslBundle getSslBundle() {
            return super.getSslBundle();
        }
    }
}
