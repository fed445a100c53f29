package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
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
 * Defines the transaction managers of each client of {@code spring.pgnative.clients}: they are meant where their names
 * are told, and take no other bean's place.
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
            if (isReactorThere) {
                register(client, client.reactiveTransactionManager(), ReactiveManagers.definition(), registry);
            }
            register(client, client.transactionManager(), definition(PgTransactionManager.class, "blocking"), registry);
        }
    }

    private static void register(
            ClientBeans client, String bean, RootBeanDefinition definition, BeanDefinitionRegistry registry) {
        if (!registry.containsBeanDefinition(bean)) {
            definition
                    .getConstructorArgumentValues()
                    .addIndexedArgumentValue(0, new RuntimeBeanReference(client.pgClient(), PgClient.class));
            definition.setDefaultCandidate(false);
            registry.registerBeanDefinition(bean, definition);
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
