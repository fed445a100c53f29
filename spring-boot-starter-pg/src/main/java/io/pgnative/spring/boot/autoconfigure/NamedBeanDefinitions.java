package io.pgnative.spring.boot.autoconfigure;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Defines beans that belong to a client that has a name: they are candidates only where its name, or theirs, is told,
 * and none takes the place of a bean that is called as it would be.
 */
final class NamedBeanDefinitions {

    private NamedBeanDefinitions() {}

    /**
     * A bean that a method of another one makes, which is told the name of the client.
     *
     * @param type of the bean
     * @param factory name of the other bean
     * @param method of that
     * @param client the client's name
     */
    static RootBeanDefinition madeBy(Class<?> type, String factory, String method, String client) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setTargetType(type);
        definition.setFactoryBeanName(factory);
        definition.setDependsOn(factory);
        definition.setFactoryMethodName(method);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, client);
        return definition;
    }

    /** Registers a bean with the qualifier of its client, unless there is one of its name. */
    static void register(
            ClientBeans client, String bean, RootBeanDefinition definition, BeanDefinitionRegistry registry) {
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, client.client()));
        registerUnqualified(bean, definition, registry);
    }

    /** Registers a bean that only its own name stands for, unless there is one of that name. */
    static void registerUnqualified(String bean, RootBeanDefinition definition, BeanDefinitionRegistry registry) {
        if (!registry.containsBeanDefinition(bean)) {
            definition.setDefaultCandidate(false);
            registry.registerBeanDefinition(bean, definition);
        }
    }
}
