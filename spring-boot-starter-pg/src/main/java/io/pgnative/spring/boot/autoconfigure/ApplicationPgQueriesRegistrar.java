package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.spring.boot.query.PgQueriesScanner;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;

/** Registers the interfaces of the application's packages that have not been registered otherwise. */
class ApplicationPgQueriesRegistrar implements ImportBeanDefinitionRegistrar {

    private final BeanFactory beanFactory;
    private final PgQueriesScanner scanner;

    ApplicationPgQueriesRegistrar(BeanFactory beanFactory, Environment environment, ResourceLoader resourceLoader) {
        this.beanFactory = beanFactory;
        this.scanner = new PgQueriesScanner(environment, resourceLoader);
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        if (AutoConfigurationPackages.has(beanFactory)) {
            scanner.register(AutoConfigurationPackages.get(beanFactory), "", registry);
        }
    }
}
