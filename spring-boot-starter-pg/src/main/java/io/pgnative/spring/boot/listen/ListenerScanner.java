package io.pgnative.spring.boot.listen;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/** Finds the beans with annotated methods, without making any. */
final class ListenerScanner {

    private static final Logger logger = LoggerFactory.getLogger(ListenerScanner.class);

    /**
     * A bean with annotated methods.
     *
     * @param name of the bean
     * @param type its class, behind proxies
     * @param listeners annotated with {@link PgListener}
     * @param gaps annotated with {@link PgListenerGap}
     */
    record Found(String name, Class<?> type, Map<Method, PgListener> listeners, Map<Method, PgListenerGap> gaps) {}

    private final ConfigurableListableBeanFactory beanFactory;

    ListenerScanner(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    List<Found> scan() {
        return List.of(beanFactory.getBeanNamesForType(Object.class, true, false)).stream()
                .filter(name -> !ScopedProxyUtils.isScopedTarget(name))
                .map(this::look)
                .filter(found -> !found.listeners().isEmpty() || !found.gaps().isEmpty())
                .toList();
    }

    private Found look(String name) {
        Class<?> type = targetClass(name);
        if (type == null || !AnnotationUtils.isCandidateClass(type, List.of(PgListener.class, PgListenerGap.class))) {
            return new Found(name, Object.class, Map.of(), Map.of());
        }
        return new Found(name, type, methods(type, PgListener.class), methods(type, PgListenerGap.class));
    }

    private @Nullable Class<?> targetClass(String name) {
        Class<?> type = AutoProxyUtils.determineTargetClass(beanFactory, name);
        if (type == null || !ScopedObject.class.isAssignableFrom(type)) {
            return type;
        }
        return AutoProxyUtils.determineTargetClass(beanFactory, ScopedProxyUtils.getTargetBeanName(name));
    }

    private static <A extends Annotation> Map<Method, A> methods(Class<?> type, Class<A> annotation) {
        try {
            return MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<A>)
                    method -> AnnotatedElementUtils.findMergedAnnotation(method, annotation));
        } catch (LinkageError ex) {
            // Its signatures name classes that are not there, so that nothing of it can be called.
            logger.debug("{} is not searched for @{}", type, annotation.getSimpleName(), ex);
            return Map.of();
        }
    }
}
