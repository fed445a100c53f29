package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.spring.boot.jdbc.PgJdbcConnectionDetails;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/** Makes the beans that {@link NamedJdbcRegistrar} has defined. */
class NamedJdbc {

    private final NamedDetails details;
    private final ObjectProvider<Vertx> vertx;
    private final ObjectProvider<SslBundles> bundles;
    private final Environment environment;

    NamedJdbc(
            NamedDetails details,
            ObjectProvider<Vertx> vertx,
            ObjectProvider<SslBundles> bundles,
            Environment environment) {
        this.details = details;
        this.vertx = vertx;
        this.bundles = bundles;
        this.environment = environment;
    }

    /**
     * Tells JDBC of one client. Nothing is looked at before somebody asks: the application may have a client of this
     * name that says nowhere else where its database is.
     *
     * @param client its name
     */
    PgJdbcConnectionDetails details(String client) {
        ClientBeans beans = new ClientBeans(client);
        PgClientFailures failures = new PgClientFailures(environment, beans.prefix());
        Supplier<PgNativeConnectionDetails> own = SingletonSupplier.of(() -> details.of(client));
        Supplier<ClientConnection> connection = SingletonSupplier.of(() -> new ClientConnection(
                details.properties(client), own.get(), environment, bundles.getIfAvailable(), failures));
        return new PgJdbcConnectionDetails(
                () -> connection.get().options(vertx.getObject()),
                () -> own.get().getPassword(),
                refused -> failures.notForJdbc(
                        refused,
                        "to connect JDBC otherwise, make its DataSource of a URL of its own in place of that of the bean "
                                + beans.jdbcConnectionDetails()));
    }
}
