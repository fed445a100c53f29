package io.pgnative.spring.boot.init;

import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.sql.autoconfigure.init.ApplicationScriptDatabaseInitializer;
import org.springframework.boot.sql.init.AbstractScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.core.io.Resource;

/**
 * Runs scripts, such as those of {@code spring.sql.init}, on a connection of its own, which is closed behind them. The
 * beans of the client wait for it, without being needed by it.
 *
 * <p>Scripts are split as psql splits them, so that semicolons within {@code $$ ... $$}, strings, comments and
 * {@code BEGIN ATOMIC ... END} end nothing, and run statement by statement. The schema scripts share one session, and
 * so do the data scripts. A failure tells script, line, SQLSTATE and reason.
 *
 * <p>One is auto-configured for the default client, and one for each client that has {@code sql-init} among its
 * properties. For another one a bean can be declared:
 *
 * <pre>{@code
 * @Bean(defaultCandidate = false)
 * PgScriptDatabaseInitializer archiveScripts(Vertx vertx) {
 *     DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
 *     settings.setSchemaLocations(List.of("classpath:archive.sql"));
 *     settings.setMode(DatabaseInitializationMode.ALWAYS);
 *     return new PgScriptDatabaseInitializer(() -> PgClient.builder(vertx).dsn(dsn), settings, false);
 * }
 * }</pre>
 */
public class PgScriptDatabaseInitializer extends AbstractScriptDatabaseInitializer
        implements ApplicationScriptDatabaseInitializer {

    private static final Logger logger = LoggerFactory.getLogger(PgScriptDatabaseInitializer.class);

    private static final int CLOSE_LIMIT_SECONDS = 10;

    private final Supplier<PgClientBuilder> connection;
    private final boolean embedded;
    private final String prefix;

    /**
     * Makes one whose settings are those of {@code spring.sql.init}.
     *
     * @param connection gives a builder that says where to connect to, and as whom; asked for each of the two kinds of
     *     scripts, if there are any. What it says of the pool, hooks and limits does not count
     * @param settings which scripts run, when and how
     * @param embedded whether the server is an embedded one, so that scripts also run when the mode is {@code embedded}
     * @throws PgStartupException if the separator is empty
     */
    public PgScriptDatabaseInitializer(
            Supplier<PgClientBuilder> connection, DatabaseInitializationSettings settings, boolean embedded) {
        this(connection, settings, embedded, "spring.sql.init");
    }

    /**
     * Makes one.
     *
     * @param connection gives a builder that says where to connect to, and as whom; see above
     * @param settings which scripts run, when and how
     * @param embedded whether the server is an embedded one
     * @param prefix of the properties that the settings come from, for messages, without a dot at its end
     * @throws PgStartupException if the separator is empty
     */
    public PgScriptDatabaseInitializer(
            Supplier<PgClientBuilder> connection,
            DatabaseInitializationSettings settings,
            boolean embedded,
            String prefix) {
        super(settings);
        if (settings.getSeparator().isBlank()) {
            throw new PgStartupException(
                    prefix + ".separator: is blank, expected a text such as ;",
                    "Correct " + prefix + ".separator, or remove it.");
        }
        this.connection = connection;
        this.embedded = embedded;
        this.prefix = prefix;
    }

    @Override
    protected boolean isEmbeddedDatabase() {
        return embedded;
    }

    @Override
    protected void runScripts(Scripts scripts) {
        PgClient client = oneConnection(connection.get()).build();
        try (BlockingPgConnection session = connect(client)) {
            ScriptRunner runner = new ScriptRunner(session, scripts, prefix);
            for (Resource script : scripts) {
                runner.run(script);
            }
        } finally {
            close(client);
        }
    }

    /** Hooks may need what the scripts make, limits are those of queries, and nobody else's transaction is joined. */
    private static PgClientBuilder oneConnection(PgClientBuilder builder) {
        return builder.poolMaxSize(1)
                .poolMinIdle(0)
                .poolMaxLifetime(Duration.ZERO)
                .poolMaxUses(0)
                .initSql()
                .onConnect(null)
                .onAcquire(null)
                .transactionScope(null)
                .failureMapper(null)
                .queryTimeout(null)
                .slowQueryThreshold(null)
                .leakDetectionThreshold(Duration.ZERO);
    }

    private BlockingPgConnection connect(PgClient client) {
        PgOptions options = client.options();
        try {
            return client.blocking().acquire(options.connectTimeout().plusSeconds(1));
        } catch (PgException ex) {
            throw new PgStartupException(
                    "The scripts of " + prefix + " were not run: cannot connect to "
                            + options.hosts().stream().map(PgHost::toString).collect(Collectors.joining(", ")) + "/"
                            + options.database() + " as user " + options.user() + ": " + ex.getMessage(),
                    "Check the server, spring.pgnative, " + prefix + ".username and " + prefix + ".password; or set "
                            + prefix + ".mode=never.",
                    ex);
        }
    }

    private void close(PgClient client) {
        try {
            client.close(Duration.ZERO).await(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | PgException ex) {
            logger.warn("The connection of the scripts of {} was not closed cleanly", prefix, ex);
        }
    }
}
