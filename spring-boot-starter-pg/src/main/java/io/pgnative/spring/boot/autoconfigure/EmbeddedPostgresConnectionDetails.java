package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.spring.boot.diagnostics.PgStartupException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/**
 * A PostgreSQL server inside the application, for development. It runs until the context closes, so that a paused
 * context finds its data again.
 */
class EmbeddedPostgresConnectionDetails implements PgNativeConnectionDetails, InitializingBean, DisposableBean {

    private static final Logger logger = LoggerFactory.getLogger(EmbeddedPostgresConnectionDetails.class);

    private static final String DEFAULT_NAME = "postgres";

    private final PgNativeEmbeddedProperties properties;
    private final boolean isAskedFor;
    private @Nullable EmbeddedPostgres server;

    /**
     * Makes one.
     *
     * @param properties where the server has its data and its port
     * @param isAskedFor whether the application says that it is to run, and does not just have it on its class path
     */
    EmbeddedPostgresConnectionDetails(PgNativeEmbeddedProperties properties, boolean isAskedFor) {
        this.properties = properties;
        this.isAskedFor = isAskedFor;
    }

    @Override
    public void afterPropertiesSet() throws IOException {
        Path kept = properties.getDataDirectory();
        Path directory = kept != null ? kept.toAbsolutePath() : Files.createTempDirectory("pgnative-embedded-");
        EmbeddedPostgres started = start(directory, kept == null);
        this.server = started;
        logger.info(
                "No PostgreSQL is configured: an embedded PostgreSQL {} runs on port {}, data in {} ({})",
                versionOf(started),
                started.getPort(),
                directory,
                kept != null ? "kept" : "removed when the application stops");
        if (kept == null && !isAskedFor) {
            logger.warn(
                    "Nothing says where the PostgreSQL of this application is, so it uses an empty one, and loses all"
                            + " data when it stops. Set spring.pgnative.dsn to use a database;"
                            + " spring.pgnative.embedded.enabled=true if this is meant, or false to have it never;"
                            + " spring.pgnative.embedded.data-directory to keep the data");
        }
    }

    private EmbeddedPostgres start(Path directory, boolean temporary) {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setPort(properties.getPort())
                    .setDataDirectory(directory)
                    .setCleanDataDirectory(temporary)
                    .setPGStartupWait(properties.getStartupTimeout())
                    // The context stops it, after the client; a hook of its own would run at the same time.
                    .setRegisterShutdownHook(false);
            if (!temporary) {
                // By default it does not wait for the disk, which could cost kept data at a crash.
                builder.setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on");
            }
            return builder.start();
        } catch (IOException | RuntimeException ex) {
            throw new PgStartupException(
                    "The embedded PostgreSQL did not start with its data in " + directory + ": " + ex.getMessage(),
                    "Set spring.pgnative.dsn to use another server, look at spring.pgnative.embedded.data-directory, port"
                            + " and startup-timeout, or set spring.pgnative.embedded.enabled=false.",
                    ex);
        }
    }

    private static String versionOf(EmbeddedPostgres server) throws IOException {
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException ex) {
            server.close();
            throw new IOException("The embedded PostgreSQL does not answer", ex);
        }
    }

    @Override
    public String getHost() {
        return "localhost";
    }

    @Override
    public int getPort() {
        if (server == null) {
            throw new IllegalStateException("the embedded PostgreSQL does not run");
        }
        return server.getPort();
    }

    @Override
    public String getDatabase() {
        return DEFAULT_NAME;
    }

    @Override
    public String getUsername() {
        return DEFAULT_NAME;
    }

    @Override
    public void destroy() throws IOException {
        if (server != null) {
            server.close();
        }
    }
}
