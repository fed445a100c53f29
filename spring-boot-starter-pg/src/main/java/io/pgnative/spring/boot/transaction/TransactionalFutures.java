package io.pgnative.spring.boot.transaction;

import io.pgnative.spring.boot.diagnostics.PgStartupException;
import io.vertx.core.Future;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.transaction.interceptor.TransactionAttributeSource;
import org.springframework.util.StringUtils;

/**
 * Refuses beans that have {@code @Transactional} methods with one of the managers here that return a future: the
 * transaction would end before the work does, or not hold it at all, and nobody would notice. What is run by
 * {@code @Async} and a {@link PgTransactionManager} is left alone: its work is over when it returns.
 */
public class TransactionalFutures implements BeanPostProcessor, BeanFactoryAware {

    private final TransactionAttributeSource attributes = new AnnotationTransactionAttributeSource();
    private @Nullable BeanFactory beans;

    /** Makes one. */
    public TransactionalFutures() {}

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        this.beans = beanFactory;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) throws BeansException {
        Class<?> type = AopUtils.getTargetClass(bean);
        if (attributes.isCandidateClass(type)) {
            MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<TransactionAttribute>)
                            method -> isFuture(method) ? attributes.getTransactionAttribute(method, type) : null)
                    .forEach((method, attribute) -> check(beanName, type, method, attribute));
        }
        return bean;
    }

    private static boolean isFuture(Method method) {
        Class<?> returned = method.getReturnType();
        return Future.class.isAssignableFrom(returned)
                || CompletionStage.class.isAssignableFrom(returned)
                || java.util.concurrent.Future.class.isAssignableFrom(returned);
    }

    private void check(String bean, Class<?> type, Method method, TransactionAttribute attribute) {
        TransactionManager manager = manager(attribute.getQualifier(), type);
        boolean isBlocking = manager instanceof PgTransactionManager;
        if (isBlocking ? isAsync(type, method) : !isReactive(manager)) {
            return;
        }
        throw new PgStartupException(
                "The method " + type.getName() + "." + method.getName() + " of the bean '" + bean
                        + "' is @Transactional"
                        + " and returns a " + method.getReturnType().getSimpleName() + ": its transaction ("
                        + (isBlocking ? "of threads" : "of Reactor")
                        + ") would "
                        + (isBlocking ? "be committed before the future completes" : "not hold what it calls")
                        + ".",
                "Use inTransaction(...) of PgClient in the method in place of @Transactional, or return a Mono or a Flux"
                        + (isBlocking ? " with the reactive transaction manager, or the value itself." : "."));
    }

    private static boolean isReactive(@Nullable TransactionManager manager) {
        // By its name: it cannot be loaded without Reactor.
        return manager != null
                && manager.getClass().getName().startsWith("io.pgnative.spring.boot.transaction.PgReactive");
    }

    private static boolean isAsync(Class<?> type, Method method) {
        return AnnotatedElementUtils.hasAnnotation(method, Async.class)
                || AnnotatedElementUtils.hasAnnotation(type, Async.class);
    }

    /** The one that the interceptor will find; null where that has to tell of a failure itself. */
    private @Nullable TransactionManager manager(@Nullable String ofMethod, Class<?> type) {
        if (beans == null) {
            return null;
        }
        String named = StringUtils.hasText(ofMethod) ? ofMethod : BeanFactoryAnnotationUtils.getQualifierValue(type);
        try {
            return StringUtils.hasText(named)
                    ? BeanFactoryAnnotationUtils.qualifiedBeanOfType(beans, TransactionManager.class, named)
                    : beans.getBean(TransactionManager.class);
        } catch (NoSuchBeanDefinitionException ambiguousOrMissing) {
            return null;
        }
    }
}
