package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgJson;
import io.pgnative.client.ReactivePgClient;
import io.vertx.core.Vertx;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
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
                PgNativeProperties properties, ObjectProvider<Vertx> vertx, Environment environment) {
            PropertiesPgNativeConnectionDetails.requireOneLocation(properties);
            return new PropertiesPgNativeConnectionDetails(
                    properties, vertx::getObject, new PgClientFailures(environment));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "io.zonky.test.db.postgres.embedded.EmbeddedPostgres")
    @ConditionalOnBooleanProperty(name = "spring.pgnative.embedded.enabled", matchIfMissing = true)
    @ConditionalOnMissingBean({PgNativeConnectionDetails.class, PgClient.class})
    static class EmbeddedDetails {

        @Bean
        EmbeddedPostgresConnectionDetails embeddedPostgresConnectionDetails(PgNativeProperties properties) {
            return new EmbeddedPostgresConnectionDetails(properties.getEmbedded());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(Vertx.class)
    @ConditionalOnBean(PgNativeConnectionDetails.class)
    static class VertxInstance {

        @Bean
        OwnedVertx pgNativeOwnedVertx(PgNativeProperties properties, Environment environment) {
            Integer size = properties.getVertx().getEventLoopSize();
            if (size != null && size < 1) {
                throw new PgClientFailures(environment)
                        .invalid("spring.pgnative.vertx.event-loop-size", "is " + size + ", must be 1 or more");
            }
            return new OwnedVertx(size != null ? size : Runtime.getRuntime().availableProcessors());
        }

        /** Not closed by its own destroy method, which does not wait for the end. */
        @Bean(destroyMethod = "")
        Vertx vertx(OwnedVertx owned) {
            return owned.vertx();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(PgClient.class)
    @ConditionalOnBean(PgNativeConnectionDetails.class)
    static class Client {

        @Bean
        PgClientLifecycle pgClientLifecycle(
                PgNativeProperties properties,
                PgNativeConnectionDetails details,
                Vertx vertx,
                Environment environment,
                ObjectProvider<PgJson> json,
                ObjectProvider<PgClientCustomizer> customizers) {
            PgClientFailures failures = new PgClientFailures(environment);
            PgClient client = new PgClientFactory(
                            properties,
                            details,
                            environment,
                            json.getIfUnique(),
                            customizers.orderedStream().toList(),
                            failures)
                    .create(vertx);
            return new PgClientLifecycle(
                    client,
                    properties.getPool().getInitialization(),
                    details instanceof PropertiesPgNativeConnectionDetails,
                    failures);
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
}
