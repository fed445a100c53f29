package io.pgnative.spring.boot.actuate.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.actuate.metrics.PgClientMetrics;
import io.pgnative.spring.boot.actuate.metrics.PgEventLoopMetrics;
import io.pgnative.spring.boot.actuate.metrics.PgMeterBinders;
import io.pgnative.spring.boot.actuate.metrics.PgPoolMetrics;
import io.pgnative.spring.boot.actuate.metrics.PgQueryMetrics;
import io.pgnative.spring.boot.actuate.metrics.PgTagsProvider;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Binds the meters of all {@link PgClient} beans. */
@AutoConfiguration(
        after = PgNativeAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({PgClient.class, MeterRegistry.class})
@Conditional(OnPgClientCondition.class)
@ConditionalOnBean(MeterRegistry.class)
@EnableConfigurationProperties(PgMetricsProperties.class)
public final class PgMetricsAutoConfiguration {

    private final Map<String, PgClient> clients;
    private final List<PgTagsProvider> tagsProviders;

    PgMetricsAutoConfiguration(
            ConfigurableListableBeanFactory beanFactory, ObjectProvider<PgTagsProvider> tagsProviders) {
        this.clients = PgClientBeans.in(beanFactory);
        this.tagsProviders = tagsProviders.orderedStream().toList();
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "management.metrics.pgnative.pool.enabled", matchIfMissing = true)
    PgMeterBinders pgPoolMetrics(PgMetricsProperties properties) {
        return each((client, name, tags) -> new PgPoolMetrics(client, name, tags, properties.getConvention()));
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "management.metrics.pgnative.query.enabled", matchIfMissing = true)
    PgMeterBinders pgQueryMetrics() {
        return each(PgQueryMetrics::new);
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "management.metrics.pgnative.event-loop-lag.enabled")
    PgMeterBinders pgEventLoopMetrics(PgMetricsProperties properties) {
        return each((client, name, tags) -> new PgEventLoopMetrics(
                client, name, tags, properties.getEventLoopLag().getInterval()));
    }

    private PgMeterBinders each(Maker maker) {
        List<PgClientMetrics> metrics = new ArrayList<>();
        clients.forEach((beanName, client) -> {
            String name = nameOf(beanName, client);
            Tags tags = Tags.of(tagsProviders.stream()
                    .flatMap(provider -> provider.tags(name, client).stream())
                    .toList());
            metrics.add(maker.make(client, name, tags));
        });
        return new PgMeterBinders(metrics);
    }

    /** The pool's name; the bean's where several pools have the same, whose meters would merge otherwise. */
    private String nameOf(String beanName, PgClient client) {
        String name = client.options().pool().name();
        boolean unique = clients.values().stream()
                .allMatch(other ->
                        other == client || !other.options().pool().name().equals(name));
        return unique ? name : beanName;
    }

    /** Makes the meters of one client. */
    @FunctionalInterface
    private interface Maker {

        PgClientMetrics make(PgClient client, String name, Tags tags);
    }
}
