package io.pgnative.spring.boot.query;

import java.beans.Introspector;
import java.util.Collection;
import java.util.Objects;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** Finds the {@link PgQueries} interfaces of packages and registers a bean for each. */
public final class PgQueriesScanner {

    private final ClassPathScanningCandidateComponentProvider candidates;
    private final ResourceLoader resourceLoader;

    /**
     * Makes one.
     *
     * @param environment tells which profiles are active
     * @param resourceLoader gives the classes
     */
    public PgQueriesScanner(Environment environment, ResourceLoader resourceLoader) {
        this.resourceLoader = resourceLoader;
        this.candidates = new ClassPathScanningCandidateComponentProvider(false, environment) {
            @Override
            protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
                return definition.getMetadata().isInterface()
                        && definition.getMetadata().isIndependent();
            }
        };
        candidates.setResourceLoader(resourceLoader);
        candidates.addIncludeFilter(new AnnotationTypeFilter(PgQueries.class, false));
    }

    /**
     * Registers the interfaces that have no bean yet.
     *
     * @param packages where to look, with the packages below
     * @param client of the interfaces that name none; empty for the default client
     * @param registry takes the beans
     */
    public void register(Collection<String> packages, String client, BeanDefinitionRegistry registry) {
        for (String each : packages) {
            for (BeanDefinition candidate : candidates.findCandidateComponents(each)) {
                String className = Objects.requireNonNull(candidate.getBeanClassName());
                Class<?> type = ClassUtils.resolveClassName(className, resourceLoader.getClassLoader());
                String name = Introspector.decapitalize(ClassUtils.getShortName(type));
                if (!isRegistered(registry, name, type)) {
                    registry.registerBeanDefinition(name, definition(type, client));
                }
            }
        }
    }

    private static boolean isRegistered(BeanDefinitionRegistry registry, String name, Class<?> type) {
        return registry.containsBeanDefinition(name)
                && type.getName().equals(registry.getBeanDefinition(name).getAttribute(PgQueriesFactoryBean.INTERFACE));
    }

    private static RootBeanDefinition definition(Class<?> type, String enabledClient) {
        PgQueries queries = Objects.requireNonNull(type.getAnnotation(PgQueries.class));
        RootBeanDefinition definition = new RootBeanDefinition(PgQueriesFactoryBean.class);
        definition.setTargetType(ResolvableType.forClassWithGenerics(PgQueriesFactoryBean.class, type));
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, type);
        definition
                .getConstructorArgumentValues()
                .addIndexedArgumentValue(1, queries.client().isEmpty() ? enabledClient : queries.client());
        definition.setAttribute(PgQueriesFactoryBean.INTERFACE, type.getName());
        return definition;
    }
}
