package io.pgnative.spring.boot.transaction;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import io.vertx.core.Future;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.transaction.interceptor.TransactionalProxy;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Looks for {@code @Transactional} methods whose result comes when their transaction is over, which nobody would
 * notice:
 *
 * <ul>
 *   <li>A method that returns a {@link Future} of Vert.x is refused whatever its manager is: no manager waits for it.
 *   <li>With one of the managers here, a method that returns another future is refused: the transaction would end
 *       before the work does, or not hold it at all. So is one that returns a publisher with a
 *       {@link PgTransactionManager}.
 *   <li>With the manager of somebody else, such as that of JDBC, a method that returns another future is told of in the
 *       log: what it does on a client has no transaction. So is one that returns a publisher, if the manager is one for
 *       threads.
 * </ul>
 *
 * <p>What is run by {@code @Async} and a manager for threads is left alone, as its work is over when it returns, unless
 * it returns a future of Vert.x. So is a method that begins no transaction, by its propagation, with a manager for
 * threads.
 *
 * <p>Beans are looked at when all singletons are there, the managers among them, and those that are made later when
 * they are made: interfaces, products of factory beans and proxies as well.
 */
public class TransactionalResults implements BeanPostProcessor, BeanFactoryAware, SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionalResults.class);

    private static final boolean IS_REACTOR_THERE =
            ClassUtils.isPresent("reactor.core.publisher.Mono", TransactionalResults.class.getClassLoader());

    /** The name of a bean of each class. */
    private final Map<Class<?>, String> seen = new ConcurrentHashMap<>();

    private @Nullable ListableBeanFactory beans;
    private volatile @Nullable AdvisedTransactions transactions;

    /** Makes one. */
    public TransactionalResults() {}

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        this.beans = (ListableBeanFactory) beanFactory;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        // A transactional proxy brings its own interceptor, as the repositories of Spring Data do.
        if (!(bean instanceof TransactionalProxy)) {
            Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
            if (!seen.containsKey(type)) {
                AdvisedTransactions found = transactions;
                if (found != null) {
                    check(beanName, type, found);
                }
                seen.put(type, beanName);
            }
        }
        return bean;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (beans != null) {
            AdvisedTransactions found = new AdvisedTransactions(beans);
            transactions = found;
            seen.forEach((type, bean) -> check(bean, type, found));
        }
    }

    private void check(String bean, Class<?> type, AdvisedTransactions found) {
        found.methods(type, method -> returnsLate(method, type)).forEach((method, attribute) -> {
            Class<?> returned = GenericTypeResolver.resolveReturnType(method, type);
            check(new Checked(bean, type, method, returned, attribute), found.manager(attribute, type));
        });
    }

    private static boolean returnsLate(Method method, Class<?> type) {
        Class<?> returned = GenericTypeResolver.resolveReturnType(method, type);
        return !Modifier.isPrivate(method.getModifiers()) && (isFuture(returned) || isPublisher(returned));
    }

    private static boolean isFuture(Class<?> returned) {
        return Future.class.isAssignableFrom(returned)
                || CompletionStage.class.isAssignableFrom(returned)
                || java.util.concurrent.Future.class.isAssignableFrom(returned);
    }

    private static boolean isPublisher(Class<?> returned) {
        return Flow.Publisher.class.isAssignableFrom(returned)
                || ReactiveAdapterRegistry.getSharedInstance().getAdapter(returned) != null;
    }

    private void check(Checked method, @Nullable TransactionManager manager) {
        if (method.isVertxFuture()) {
            if (manager instanceof ReactiveTransactionManager) {
                throw method.isNotHeld();
            } else if (method.begins()) {
                throw method.endsTooEarly();
            }
        } else if (manager instanceof PgTransactionManager) {
            if (method.begins() && !method.isAsync()) {
                throw method.endsTooEarly();
            }
        } else if (IS_REACTOR_THERE && method.isFuture() && manager instanceof PgReactiveTransactionManager) {
            throw method.isNotHeld();
        } else if (manager != null && method.begins()) {
            checkOfSomebodyElse(method, manager);
        }
    }

    private void checkOfSomebodyElse(Checked method, TransactionManager manager) {
        if (method.isFuture()) {
            if (!method.isAsync() && has(PgClient.class)) {
                warnOfFuture(method, manager);
            }
        } else if (IS_REACTOR_THERE && manager instanceof PlatformTransactionManager) {
            if (has(PgReactiveTransactionManager.class)) {
                warnOfPublisher(method, manager);
            }
        }
    }

    private boolean has(Class<?> type) {
        return names(type).length > 0;
    }

    private String[] names(Class<?> type) {
        return beans == null ? new String[0] : beans.getBeanNamesForType(type, true, false);
    }

    private static void warnOfFuture(Checked method, TransactionManager manager) {
        LOG.warn(
                "{}, but its transaction manager, a {}, does not wait for a future: what the method does on a"
                        + " PostgreSQL client is no part of the transaction, and is committed statement by statement. If"
                        + " it uses one, take inTransaction(...) of PgClient in place of @Transactional. If no"
                        + " transaction is meant, @Transactional(propagation = Propagation.NOT_SUPPORTED) says so",
                method.text(),
                manager.getClass().getSimpleName());
    }

    private void warnOfPublisher(Checked method, TransactionManager manager) {
        LOG.warn(
                "{}, but its transaction manager is a {}, one of threads: that commits before anybody subscribes."
                        + " If the method uses a PostgreSQL client, name a manager of Reactor in the annotation, one"
                        + " of {}{}. If no transaction is meant,"
                        + " @Transactional(propagation = Propagation.NOT_SUPPORTED) says so",
                method.text(),
                manager.getClass().getSimpleName(),
                List.of(names(PgReactiveTransactionManager.class)),
                method.isQualified() ? "" : ", or set spring.pgnative.transaction.default-manager=reactive");
    }

    /** A transactional method whose result comes late. */
    private record Checked(
            String bean, Class<?> type, Method method, Class<?> returned, TransactionAttribute attribute) {

        boolean isVertxFuture() {
            return Future.class.isAssignableFrom(returned);
        }

        boolean isFuture() {
            return TransactionalResults.isFuture(returned);
        }

        boolean isQualified() {
            return StringUtils.hasText(attribute.getQualifier());
        }

        boolean isAsync() {
            return AnnotatedElementUtils.hasAnnotation(method, Async.class)
                    || AnnotatedElementUtils.hasAnnotation(type, Async.class);
        }

        boolean begins() {
            return switch (attribute.getPropagationBehavior()) {
                case TransactionDefinition.PROPAGATION_REQUIRED,
                        TransactionDefinition.PROPAGATION_REQUIRES_NEW,
                        TransactionDefinition.PROPAGATION_NESTED -> true;
                default -> false;
            };
        }

        String text() {
            Class<?> owner = Proxy.isProxyClass(type) ? method.getDeclaringClass() : type;
            return "The method " + owner.getName() + "." + method.getName() + " of the bean '" + bean
                    + "' is @Transactional and returns a "
                    + (isVertxFuture() ? "Future of Vert.x" : returned.getSimpleName());
        }

        PgStartupException endsTooEarly() {
            return new PgStartupException(
                    text()
                            + (isFuture()
                                    ? ": its transaction would be over before the future completes."
                                    : ": its transaction (of threads) would be committed before anybody subscribes."),
                    "Use inTransaction(...) of PgClient in the method in place of @Transactional, return a Mono or a Flux"
                            + " with the reactive transaction manager, or return the value itself. If no transaction is"
                            + " meant, @Transactional(propagation = Propagation.NOT_SUPPORTED) says so.");
        }

        PgStartupException isNotHeld() {
            return new PgStartupException(
                    text() + ": its transaction (of Reactor) would not hold what it calls.",
                    "Use inTransaction(...) of PgClient in the method in place of @Transactional, or return a Mono or a"
                            + " Flux.");
        }
    }
}
