package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.transaction.PgReactiveTransactionManager;
import io.pgnative.spring.boot.transaction.PgTransactionManager;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.transaction.TransactionManager;

/**
 * Makes transaction managers for the {@link PgClient}, a {@link PgReactiveTransactionManager} and a
 * {@link PgTransactionManager}, and has the calls of the client join their transactions. One of them is meant where
 * none is named, unless the application has a transaction manager of another kind and no property says which one is
 * meant; see {@link PgNativeTransactionProperties#getDefaultManager()}.
 */
@AutoConfiguration(
        after = PgNativeAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.r2dbc.autoconfigure.R2dbcTransactionManagerAutoConfiguration",
            "org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration"
        },
        beforeName = "org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration")
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({PgClient.class, TransactionManager.class, TransactionAutoConfiguration.class})
@ConditionalOnBooleanProperty(name = "spring.pgnative.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PgNativeTransactionProperties.class)
@Import({
    PgNativeTransactionConfigurations.Joining.class,
    PgNativeTransactionConfigurations.ChosenReactive.class,
    PgNativeTransactionConfigurations.ChosenBlocking.class,
    PgNativeTransactionConfigurations.DefaultReactive.class,
    PgNativeTransactionConfigurations.DefaultBlocking.class,
    PgNativeTransactionConfigurations.NamedReactive.class,
    PgNativeTransactionConfigurations.Operator.class,
    PgNativeTransactionConfigurations.NamedBlocking.class,
    PgNativeTransactionConfigurations.Named.class
})
public final class PgNativeTransactionAutoConfiguration {

    PgNativeTransactionAutoConfiguration() {}
}
