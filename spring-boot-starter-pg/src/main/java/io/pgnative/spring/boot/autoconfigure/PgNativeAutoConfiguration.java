package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgJson;
import io.pgnative.client.ReactivePgClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * Makes a {@link PgClient}, and the views {@link ReactivePgClient} and {@link BlockingPgClient} of it, once it is known
 * where the database is: by {@code spring.pgnative.dsn} or {@code spring.pgnative.host}, by a
 * {@link PgNativeConnectionDetails} bean, or by an embedded PostgreSQL on the class path.
 *
 * <p>Further clients, and views of them, are made of {@code spring.pgnative.clients.<name>}: the client
 * {@code reporting} is the bean {@code reportingPgClient} with the qualifier {@code reporting}. A {@link PgClients}
 * makes more of them by hand.
 *
 * <p>Columns of the types {@code json} and {@code jsonb} are mapped with a {@link PgJson} bean; without one the
 * application's JSON mapper is used: that of Jackson 3, or else that of Jackson 2.
 */
@AutoConfiguration(
        after = SslAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
            "org.springframework.boot.jackson2.autoconfigure.Jackson2AutoConfiguration"
        })
@ConditionalOnClass(PgClient.class)
@ConditionalOnBooleanProperty(name = "spring.pgnative.enabled", matchIfMissing = true)
@EnableConfigurationProperties({
    PgNativeProperties.class,
    PgNativeClientsProperties.class,
    PgNativeEmbeddedProperties.class,
    PgNativeVertxProperties.class
})
@Import({
    PgNativeConfigurations.TestDatabase.class,
    PgNativeConfigurations.PropertiesDetails.class,
    PgNativeConfigurations.EmbeddedDetails.class,
    PgNativeConfigurations.VertxInstance.class,
    PgJsonConfigurations.Jackson.class,
    PgJsonConfigurations.Jackson2.class,
    PgNativeConfigurations.Factory.class,
    PgNativeConfigurations.Client.class,
    PgNativeConfigurations.Reactive.class,
    PgNativeConfigurations.Blocking.class,
    PgNativeConfigurations.Named.class
})
public final class PgNativeAutoConfiguration {

    PgNativeAutoConfiguration() {}
}
