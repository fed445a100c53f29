package io.pgnative.spring.boot.testcontainers;

import io.pgnative.client.testing.PostgresServer;
import java.net.URI;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A container that is never started: the server of the tests answers in its place. */
class StandInContainer extends PostgreSQLContainer {

    private final String host;
    private final int port;
    private final String username;
    private final String password;
    private final String database;
    private boolean running;

    StandInContainer() {
        this(URI.create(PostgresServer.current().superuserDsn()));
    }

    StandInContainer(int port, String username) {
        this(URI.create("postgres://" + username + "@localhost:" + port + "/postgres"));
    }

    /** One with another name of its database, which need not be there. */
    StandInContainer(String database) {
        this(URI.create(PostgresServer.current().superuserDsn()).resolve("/" + database));
    }

    private StandInContainer(URI dsn) {
        super("postgres:18");
        String[] user = dsn.getUserInfo().split(":", 2);
        this.host = dsn.getHost();
        this.port = dsn.getPort();
        this.username = user[0];
        this.password = user.length > 1 ? user[1] : "";
        this.database = dsn.getPath().substring(1);
    }

    boolean wasStarted() {
        return running;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public String getHost() {
        requireStart();
        return host;
    }

    @Override
    public Integer getMappedPort(int originalPort) {
        requireStart();
        if (originalPort != POSTGRESQL_PORT) {
            throw new IllegalArgumentException("port " + originalPort);
        }
        return port;
    }

    private void requireStart() {
        if (!running) {
            throw new IllegalStateException("the container has not been started");
        }
    }

    /** An image's name is asked of Docker otherwise. */
    @Override
    public String getDockerImageName() {
        return "postgres:18";
    }

    @Override
    public String getJdbcUrl() {
        return "jdbc:postgresql://" + getHost() + ":" + port + "/" + database;
    }

    @Override
    public String getDatabaseName() {
        return database;
    }

    @Override
    public String getUsername() {
        return username;
    }

    @Override
    public String getPassword() {
        return password;
    }
}
