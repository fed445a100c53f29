package io.pgnative.spring.boot.autoconfigure;

import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.testcontainers.beans.TestcontainerBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.MethodMetadata;

/** Defines connection details for each bean that is a container with a {@link PgServiceConnection}. */
class ServiceContainersRegistrar implements ImportBeanDefinitionRegistrar {

    private final ConfigurableListableBeanFactory beans;

    ServiceContainersRegistrar(BeanFactory beans) {
        this.beans = (ConfigurableListableBeanFactory) beans;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        for (String bean : beans.getBeanDefinitionNames()) {
            MergedAnnotations annotations = annotations(beans.getBeanDefinition(bean));
            MergedAnnotation<PgServiceConnection> connection = annotations.get(PgServiceConnection.class);
            if (connection.isPresent()) {
                ServiceContainers.check("bean " + bean, beans.getType(bean, false), annotations);
                RootBeanDefinition definition = ServiceContainers.definition("ofBean");
                definition.getConstructorArgumentValues().addIndexedArgumentValue(0, new RuntimeBeanReference(bean));
                definition
                        .getConstructorArgumentValues()
                        .addIndexedArgumentValue(1, connection.getStringArray("value"));
                registry.registerBeanDefinition("pgNamedConnectionDetailsOf." + bean, definition);
            }
        }
    }

    /** Those of the method that makes the bean, or of the field that it comes from. */
    private static MergedAnnotations annotations(BeanDefinition definition) {
        if (definition instanceof TestcontainerBeanDefinition imported) {
            return imported.getAnnotations();
        }
        MethodMetadata method =
                definition instanceof AnnotatedBeanDefinition annotated ? annotated.getFactoryMethodMetadata() : null;
        return method == null ? MergedAnnotations.of(List.of()) : method.getAnnotations();
    }
}
