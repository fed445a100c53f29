package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.AbstractTransactionManagementConfiguration;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/**
 * Has {@code @Transactional} work where all transaction managers are meant only where they are named. Spring Boot does
 * not count such managers, so that the annotation would do nothing, and nobody would be told.
 */
@AutoConfiguration(
        after = PgNativeTransactionAutoConfiguration.class,
        afterName = "org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration")
@ConditionalOnClass({PgClient.class, TransactionManager.class, TransactionAutoConfiguration.class})
@ConditionalOnBooleanProperty(name = "spring.pgnative.enabled", matchIfMissing = true)
@Conditional(OnAnyTransactionManagerCondition.class)
@ConditionalOnMissingBean(AbstractTransactionManagementConfiguration.class)
public final class PgNativeTransactionManagementAutoConfiguration {

    PgNativeTransactionManagementAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = false)
    @ConditionalOnBooleanProperty(name = "spring.aop.proxy-target-class", havingValue = false)
    static class ByInterface {}

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true)
    @ConditionalOnBooleanProperty(name = "spring.aop.proxy-target-class", matchIfMissing = true)
    static class ByClass {}
}
