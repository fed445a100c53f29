package io.pgnative.spring.boot.actuate.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.actuate.metrics.PgPoolMetrics;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import java.util.Map;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Binds the meters of all {@link PgClient} beans. */
@AutoConfiguration(
        after = PgNativeAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({PgClient.class, MeterRegistry.class})
@ConditionalOnBean({PgClient.class, MeterRegistry.class})
@ConditionalOnBooleanProperty(name = "management.metrics.pgnative.pool.enabled", matchIfMissing = true)
public final class PgPoolMetricsAutoConfiguration {

    PgPoolMetricsAutoConfiguration() {}

    @Bean
    MeterBinder pgPoolMetrics(ConfigurableListableBeanFactory beanFactory) {
        Map<String, PgClient> clients =
                SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, PgClient.class, false, true);
        return registry -> clients.forEach(
                (beanName, client) -> new PgPoolMetrics(client, nameOf(beanName, client, clients)).bindTo(registry));
    }

    /** The pool's name; the bean's where several pools have the same, whose meters would merge otherwise. */
    private static String nameOf(String beanName, PgClient client, Map<String, PgClient> clients) {
        String name = client.options().pool().name();
        boolean unique = clients.values().stream()
                .allMatch(other ->
                        other == client || !other.options().pool().name().equals(name));
        return unique ? name : beanName;
    }
}
