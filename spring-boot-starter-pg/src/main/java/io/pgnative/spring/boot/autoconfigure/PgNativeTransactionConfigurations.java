package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.autoconfigure.PgNativeTransactionProperties.DefaultManager;
import io.pgnative.spring.boot.transaction.PgReactiveTransactionManager;
import io.pgnative.spring.boot.transaction.PgTransactionManager;
import io.pgnative.spring.boot.transaction.SpringTransactionScope;
import io.pgnative.spring.boot.transaction.TransactionalResults;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;

/** The parts of {@link PgNativeTransactionAutoConfiguration}, which imports them in an order that they rely on. */
abstract class PgNativeTransactionConfigurations {

    static final String REACTIVE_MANAGER = "pgReactiveTransactionManager";

    static final String BLOCKING_MANAGER = "pgTransactionManager";

    private PgNativeTransactionConfigurations() {}

    @Configuration(proxyBeanMethods = false)
    static class Joining {

        /** The first one: the application's customizers have the last word. */
        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        PgClientCustomizer pgTransactionScopeCustomizer() {
            return builder -> builder.transactionScope(SpringTransactionScope.create());
        }

        @Bean
        static TransactionalResults pgTransactionalResults() {
            return new TransactionalResults();
        }
    }

    /** Who says by the property which one is meant does not mean that of JDBC. */
    @Configuration(proxyBeanMethods = false)
    @IfDefaultManager(value = DefaultManager.REACTIVE, chosen = true)
    @ConditionalOnClass(name = "reactor.core.publisher.Mono")
    @ConditionalOnSingleCandidate(PgClient.class)
    @ConditionalOnMissingBean(name = REACTIVE_MANAGER)
    static class ChosenReactive {

        @Bean(REACTIVE_MANAGER)
        @Primary
        PgReactiveTransactionManager pgChosenReactiveTransactionManager(
                PgClient client, ObjectProvider<TransactionManagerCustomizers> customizers) {
            return reactive(client, customizers);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @IfDefaultManager(value = DefaultManager.BLOCKING, chosen = true)
    @ConditionalOnSingleCandidate(PgClient.class)
    @ConditionalOnMissingBean(name = BLOCKING_MANAGER)
    static class ChosenBlocking {

        @Bean(BLOCKING_MANAGER)
        @Primary
        PgTransactionManager pgChosenTransactionManager(
                PgClient client, ObjectProvider<TransactionManagerCustomizers> customizers) {
            return blocking(client, customizers);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @IfDefaultManager(DefaultManager.REACTIVE)
    @ConditionalOnClass(name = "reactor.core.publisher.Mono")
    @ConditionalOnSingleCandidate(PgClient.class)
    @ConditionalOnMissingBean(TransactionManager.class)
    static class DefaultReactive {

        @Bean
        PgReactiveTransactionManager pgReactiveTransactionManager(
                PgClient client, ObjectProvider<TransactionManagerCustomizers> customizers) {
            return reactive(client, customizers);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @IfDefaultManager(DefaultManager.BLOCKING)
    @ConditionalOnSingleCandidate(PgClient.class)
    @ConditionalOnMissingBean(TransactionManager.class)
    static class DefaultBlocking {

        @Bean
        PgTransactionManager pgTransactionManager(
                PgClient client, ObjectProvider<TransactionManagerCustomizers> customizers) {
            return blocking(client, customizers);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "reactor.core.publisher.Mono")
    @ConditionalOnSingleCandidate(PgClient.class)
    @ConditionalOnMissingBean(name = REACTIVE_MANAGER)
    static class NamedReactive {

        @Bean(name = REACTIVE_MANAGER, defaultCandidate = false)
        PgReactiveTransactionManager pgNamedReactiveTransactionManager(
                PgClient client, ObjectProvider<TransactionManagerCustomizers> customizers) {
            return reactive(client, customizers);
        }
    }

    /**
     * Beside managers for threads, that of JDBC or our own, it is clear whose an operator of Reactor is, whichever of
     * them is the default. Who says that none is meant without being named has none.
     */
    @Configuration(proxyBeanMethods = false)
    @IfDefaultManager({DefaultManager.REACTIVE, DefaultManager.BLOCKING})
    @ConditionalOnClass(name = "reactor.core.publisher.Mono")
    @ConditionalOnBean(name = REACTIVE_MANAGER)
    @ConditionalOnMissingBean({ReactiveTransactionManager.class, TransactionalOperator.class})
    static class Operator {

        @Bean
        TransactionalOperator transactionalOperator(@Qualifier(REACTIVE_MANAGER) ReactiveTransactionManager manager) {
            return TransactionalOperator.create(manager);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnSingleCandidate(PgClient.class)
    @ConditionalOnMissingBean(name = BLOCKING_MANAGER)
    static class NamedBlocking {

        @Bean(name = BLOCKING_MANAGER, defaultCandidate = false)
        PgTransactionManager pgNamedTransactionManager(
                PgClient client, ObjectProvider<TransactionManagerCustomizers> customizers) {
            return blocking(client, customizers);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(NamedTransactionManagersRegistrar.class)
    static class Named {}

    static PgReactiveTransactionManager reactive(
            PgClient client, ObjectProvider<TransactionManagerCustomizers> customizers) {
        PgReactiveTransactionManager manager = new PgReactiveTransactionManager(client);
        customizers.ifAvailable(all -> all.customize(manager));
        return manager;
    }

    static PgTransactionManager blocking(PgClient client, ObjectProvider<TransactionManagerCustomizers> customizers) {
        PgTransactionManager manager = new PgTransactionManager(client);
        customizers.ifAvailable(all -> all.customize(manager));
        return manager;
    }
}
