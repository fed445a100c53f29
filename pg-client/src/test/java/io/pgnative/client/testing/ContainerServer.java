package io.pgnative.client.testing;

import org.testcontainers.postgresql.PostgreSQLContainer;

/** A server in a container. Testcontainers removes it when the JVM ends. */
record ContainerServer(String host, int port, String user, String password) {

    @SuppressWarnings("resource")
    static ContainerServer start(String version) {
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:" + version)
                .withUsername("postgres")
                .withPassword("postgres")
                .withDatabaseName("postgres")
                .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=200");
        container.start();
        return new ContainerServer(
                container.getHost(),
                container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                container.getUsername(),
                container.getPassword());
    }
}
