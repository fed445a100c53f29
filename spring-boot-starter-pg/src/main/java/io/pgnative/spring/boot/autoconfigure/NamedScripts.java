package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.spring.boot.diagnostics.PgStartupException;
import io.pgnative.spring.boot.init.PgScriptDatabaseInitializer;
import io.vertx.core.Vertx;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.sql.autoconfigure.init.ApplicationScriptDatabaseInitializer;
import org.springframework.boot.sql.autoconfigure.init.SqlInitializationProperties;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.core.env.Environment;

/** Makes the beans that {@link NamedScriptsRegistrar} has defined. */
class NamedScripts {

    private final PgClientMaker maker;
    private final NamedDetails details;
    private final Vertx vertx;
    private final Environment environment;

    NamedScripts(PgClientMaker maker, NamedDetails details, Vertx vertx, Environment environment) {
        this.maker = maker;
        this.details = details;
        this.vertx = vertx;
        this.environment = environment;
    }

    /** Where the scripts of a client are configured, with the words of {@code spring.sql.init}. */
    static String prefix(String client) {
        return new ClientBeans(client).prefix() + ".sql-init";
    }

    /**
     * Makes what runs the scripts of a client.
     *
     * @param client its name
     * @throws PgStartupException if no script is named
     */
    PgScriptDatabaseInitializer initializer(String client) {
        String prefix = prefix(client);
        Binder binder = Binder.get(environment);
        SqlInitializationProperties scripts = binder.bindOrCreate(prefix, SqlInitializationProperties.class);
        return new PgScriptDatabaseInitializer(
                () -> PgNativeSqlInitConfigurations.asUser(
                        scripts,
                        maker.builder(
                                client,
                                new ClientBeans(client).prefix(),
                                details.properties(client),
                                details.of(client),
                                vertx)),
                settings(
                        prefix,
                        scripts,
                        binder.bind(prefix + ".mode", DatabaseInitializationMode.class)
                                .orElse(DatabaseInitializationMode.ALWAYS)),
                false,
                prefix);
    }

    /** What is called {@code schema.sql} belongs to the default client: scripts of others are named. */
    private static DatabaseInitializationSettings settings(
            String prefix, SqlInitializationProperties scripts, DatabaseInitializationMode mode) {
        if (isEmpty(scripts.getSchemaLocations()) && isEmpty(scripts.getDataLocations())) {
            throw new PgStartupException(
                    prefix + ": no script is named",
                    "Set " + prefix + ".schema-locations or " + prefix + ".data-locations, such as"
                            + " classpath:reporting.sql.");
        }
        DatabaseInitializationSettings settings = ApplicationScriptDatabaseInitializer.getSettings(scripts);
        settings.setSchemaLocations(scripts.getSchemaLocations());
        settings.setDataLocations(scripts.getDataLocations());
        settings.setMode(mode);
        return settings;
    }

    private static boolean isEmpty(@Nullable List<String> locations) {
        return locations == null || locations.isEmpty();
    }
}
