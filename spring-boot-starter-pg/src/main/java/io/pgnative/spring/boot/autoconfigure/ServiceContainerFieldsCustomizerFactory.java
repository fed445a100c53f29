package io.pgnative.spring.boot.autoconfigure;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.util.ReflectionUtils;

/** Has containers in static fields of test classes serve the clients that their {@link PgServiceConnection} names. */
class ServiceContainerFieldsCustomizerFactory implements ContextCustomizerFactory {

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configuration) {
        Set<Field> fields = new LinkedHashSet<>();
        collect(testClass, fields);
        return fields.isEmpty() ? null : new Customizer(fields);
    }

    private static void collect(Class<?> type, Set<Field> fields) {
        ReflectionUtils.doWithFields(type, fields::add, field -> field.isAnnotationPresent(PgServiceConnection.class));
        if (TestContextAnnotationUtils.searchEnclosingClass(type)) {
            collect(type.getEnclosingClass(), fields);
        }
    }

    /** Contexts of tests with the same fields are the same. */
    private record Customizer(Set<Field> fields) implements ContextCustomizer {

        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
            BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context.getBeanFactory();
            for (Field field : fields) {
                Class<?> owner = field.getDeclaringClass();
                if (!Modifier.isStatic(field.getModifiers())) {
                    throw new IllegalStateException("@PgServiceConnection field '" + field.getName() + "' of "
                            + owner.getName() + " must be static");
                }
                RootBeanDefinition definition = ServiceContainers.definition("ofField");
                definition.getConstructorArgumentValues().addIndexedArgumentValue(0, owner);
                definition.getConstructorArgumentValues().addIndexedArgumentValue(1, field.getName());
                registry.registerBeanDefinition(
                        "pgNamedConnectionDetailsOf." + owner.getName() + "." + field.getName(), definition);
            }
        }
    }
}
