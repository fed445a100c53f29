package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.ReactivePgClient;
import io.vertx.core.Vertx;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** The parts of {@link PgNativeAutoConfiguration}, which imports them in an order that their conditions rely on. */
abstract class PgNativeConfigurations {

    private PgNativeConfigurations() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(TestLocations.REPLACE)
    static class TestDatabase {

        @Bean
        static TestDatabaseGuard pgTestDatabaseGuard(Environment environment) {
            return new TestDatabaseGuard(environment);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(OnLocationPropertyCondition.class)
    @ConditionalOnMissingBean(PgNativeConnectionDetails.class)
    static class PropertiesDetails {

        @Bean
        PropertiesPgNativeConnectionDetails pgNativeConnectionDetails(
                PgNativeProperties properties,
                ObjectProvider<Vertx> vertx,
                ObjectProvider<SslBundles> bundles,
                Environment environment) {
            PropertiesPgNativeConnectionDetails.requireOneLocation(PgClientFailures.DEFAULT_PREFIX, properties);
            return new PropertiesPgNativeConnectionDetails(
                    properties, vertx::getObject, bundles.getIfAvailable(), new PgClientFailures(environment));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "io.zonky.test.db.postgres.embedded.EmbeddedPostgres")
    @ConditionalOnBooleanProperty(name = "spring.pgnative.embedded.enabled", matchIfMissing = true)
    @ConditionalOnMissingBean({PgNativeConnectionDetails.class, PgClient.class})
    @Conditional(OnEmbeddedDefaultCondition.class)
    static class EmbeddedDetails {

        @Bean
        EmbeddedPostgresConnectionDetails embeddedPostgresConnectionDetails(
                PgNativeEmbeddedProperties properties, Environment environment) {
            return new EmbeddedPostgresConnectionDetails(
                    properties,
                    SetProperties.contain(environment, "spring.pgnative.embedded.enabled")
                            || TestLocations.areReplaced(environment));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(Vertx.class)
    @Conditional(OnAnyClientCondition.class)
    static class VertxInstance {

        @Bean
        OwnedVertx pgNativeOwnedVertx(PgNativeVertxProperties properties, Environment environment) {
            return OwnedVertx.of(properties, new PgClientFailures(environment));
        }

        /** Not closed by its own destroy method, which does not wait for the end. */
        @Bean(destroyMethod = "")
        Vertx vertx(OwnedVertx owned) {
            return owned.vertx();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Factory {

        @Bean
        PgClientMaker pgNativeClientMaker(
                Environment environment,
                ListableBeanFactory beans,
                ObjectProvider<SslBundles> bundles,
                ObjectProvider<PgClientCustomizer> customizers,
                ConfigurableApplicationContext context) {
            return new PgClientMaker(environment, beans, bundles, customizers, context::isClosed);
        }

        @Bean
        NamedDetails pgNativeNamedDetails(
                PgNativeClientsProperties properties,
                PgClientMaker maker,
                ObjectProvider<Vertx> vertx,
                ListableBeanFactory beans,
                Environment environment) {
            return new NamedDetails(properties, maker, vertx, beans, environment);
        }

        @Bean(ManagedPgClients.BEAN)
        @ConditionalOnMissingBean(PgClients.class)
        ManagedPgClients pgClients(
                PgClientMaker maker,
                ConfigurableListableBeanFactory beans,
                ObjectProvider<Vertx> vertx,
                PgNativeVertxProperties properties,
                Environment environment) {
            return new ManagedPgClients(
                    maker, beans, vertx, () -> OwnedVertx.of(properties, new PgClientFailures(environment)));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(PgClient.class)
    @ConditionalOnBean(PgNativeConnectionDetails.class)
    static class Client {

        @Bean
        PgClientLifecycle pgClientLifecycle(
                PgNativeProperties properties, PgNativeConnectionDetails details, Vertx vertx, PgClientMaker maker) {
            return maker.make(ClientBeans.DEFAULT_CLIENT, PgClientFailures.DEFAULT_PREFIX, properties, details, vertx);
        }

        /** Closed by its lifecycle, which waits for the end. */
        @Bean(destroyMethod = "")
        PgClient pgClient(PgClientLifecycle lifecycle) {
            return lifecycle.client();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "reactor.core.publisher.Flux")
    @ConditionalOnSingleCandidate(PgClient.class)
    static class Reactive {

        @Bean(destroyMethod = "")
        @ConditionalOnMissingBean
        ReactivePgClient reactivePgClient(PgClient client) {
            return client.reactive();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnSingleCandidate(PgClient.class)
    static class Blocking {

        @Bean(destroyMethod = "")
        @ConditionalOnMissingBean
        BlockingPgClient blockingPgClient(PgClient client) {
            return client.blocking();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(NamedClientsRegistrar.class)
    static class Named {}

    /** There is the default client, or one that has a name. */
    static class OnAnyClientCondition extends AnyNestedCondition {

        OnAnyClientCondition() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnBean(PgNativeConnectionDetails.class)
        static class HasDetails {}

        @Conditional(OnNamedClientsCondition.class)
        static class HasNamed {}
    }
}
