package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.listen.PgListener;
import io.pgnative.spring.boot.listen.PgListenerErrorHandler;
import io.pgnative.spring.boot.listen.PgListenerRegistry;
import io.pgnative.spring.boot.listen.PgListenerSettings;
import io.pgnative.spring.boot.listen.PgListenerThreads;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Calls {@link PgListener} methods, on threads of a bean named {@code pgListenerTaskExecutor} if there is one; else on
 * virtual threads with {@code spring.threads.virtual.enabled}, and on threads of its own without.
 */
@AutoConfiguration(after = PgNativeAutoConfiguration.class)
@ConditionalOnClass(PgClient.class)
@ConditionalOnBooleanProperty(name = "spring.pgnative.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PgNativeListenerProperties.class)
public final class PgListenerAutoConfiguration {

    private static final String EXECUTOR = "pgListenerTaskExecutor";

    PgListenerAutoConfiguration() {}

    /** It looks for methods when all singletons are there, which it has to be one of. */
    @Bean
    static LazyInitializationExcludeFilter pgListenerLazyInitializationExcludeFilter() {
        return LazyInitializationExcludeFilter.forBeanTypes(PgListenerRegistry.class);
    }

    @Bean
    @ConditionalOnMissingBean
    PgListenerThreads pgListenerThreads(BeanFactory beanFactory, Environment environment) {
        if (beanFactory.containsBean(EXECUTOR)) {
            return PgListenerThreads.of(beanFactory.getBean(EXECUTOR, Executor.class));
        }
        return Threading.VIRTUAL.isActive(environment) ? PgListenerThreads.virtual() : PgListenerThreads.pooled();
    }

    @Bean
    @ConditionalOnMissingBean
    PgListenerRegistry pgListenerRegistry(
            ConfigurableListableBeanFactory beanFactory,
            ObjectProvider<PgClient> clients,
            PgNativeListenerProperties properties,
            PgListenerThreads threads,
            ObjectProvider<PgListenerErrorHandler> errors) {
        return new PgListenerRegistry(
                beanFactory,
                clients,
                new PgListenerSettings(
                        properties.isAutoStartup(),
                        properties.getBuffer(),
                        properties.getOverflow(),
                        properties.getShutdownTimeout()),
                threads,
                errors.getIfUnique(PgListenerErrorHandler::logging));
    }
}
