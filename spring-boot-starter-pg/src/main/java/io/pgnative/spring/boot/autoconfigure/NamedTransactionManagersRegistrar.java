package io.pgnative.spring.boot.autoconfigure;

import static io.pgnative.spring.boot.autoconfigure.PgNativeTransactionProperties.DefaultManager.BLOCKING;
import static io.pgnative.spring.boot.autoconfigure.PgNativeTransactionProperties.DefaultManager.REACTIVE;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.autoconfigure.PgNativeTransactionProperties.DefaultManager;
import io.pgnative.spring.boot.transaction.PgReactiveTransactionManager;
import io.pgnative.spring.boot.transaction.PgTransactionManager;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Defines the transaction managers of each client of {@code spring.pgnative.clients}. One of the two has the name of
 * the client as qualifier, for {@code @Transactional} finds none where several have it: that of Reactor or that of
 * threads, as {@code transaction.default-manager} of the client says.
 */
class NamedTransactionManagersRegistrar implements ImportBeanDefinitionRegistrar {

    private final Environment environment;
    private final ClassLoader classLoader;

    NamedTransactionManagersRegistrar(Environment environment, ClassLoader classLoader) {
        this.environment = environment;
        this.classLoader = classLoader;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        boolean isReactorThere = ClassUtils.isPresent("reactor.core.publisher.Mono", classLoader);
        for (ClientBeans client : ClientBeans.named(environment)) {
            DefaultManager meant = OnDefaultManagerCondition.defaultManager(environment, client.prefix(), classLoader);
            if (isReactorThere) {
                RootBeanDefinition reactive = of(client, ReactiveManagers.definition());
                register(client, client.reactiveTransactionManager(), reactive, meant == REACTIVE, registry);
            }
            RootBeanDefinition blocking = of(client, definition(PgTransactionManager.class, "blocking"));
            register(client, client.transactionManager(), blocking, meant == BLOCKING, registry);
        }
    }

    private static RootBeanDefinition of(ClientBeans client, RootBeanDefinition definition) {
        definition
                .getConstructorArgumentValues()
                .addIndexedArgumentValue(0, new RuntimeBeanReference(client.pgClient(), PgClient.class));
        return definition;
    }

    private static void register(
            ClientBeans client,
            String bean,
            RootBeanDefinition definition,
            boolean isMeant,
            BeanDefinitionRegistry registry) {
        if (isMeant) {
            NamedBeanDefinitions.register(client, bean, definition, registry);
        } else {
            NamedBeanDefinitions.registerUnqualified(bean, definition, registry);
        }
    }

    private static RootBeanDefinition definition(Class<?> type, String method) {
        RootBeanDefinition definition = new RootBeanDefinition(PgNativeTransactionConfigurations.class);
        definition.setTargetType(type);
        definition.setFactoryMethodName(method);
        definition.setAutowireMode(AbstractBeanDefinition.AUTOWIRE_CONSTRUCTOR);
        return definition;
    }

    /** Apart, since it cannot be loaded without Reactor. */
    private static final class ReactiveManagers {

        private ReactiveManagers() {}

        static RootBeanDefinition definition() {
            return NamedTransactionManagersRegistrar.definition(PgReactiveTransactionManager.class, "reactive");
        }
    }
}
