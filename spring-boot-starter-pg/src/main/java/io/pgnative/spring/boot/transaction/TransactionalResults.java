package io.pgnative.spring.boot.transaction;

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
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;
import org.springframework.transaction.PlatformTransactionManager;
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
 *   <li>With one of the managers here, a method that returns a future is refused: the transaction would end before the
 *       work does, or not hold it at all. So is one that returns a publisher with a {@link PgTransactionManager}.
 *   <li>With the manager of somebody else for threads, such as that of JDBC, a method that returns a publisher is told
 *       of in the log: the publisher may be one of the client, and has no transaction.
 * </ul>
 *
 * <p>What is run by {@code @Async} and a {@link PgTransactionManager} is left alone, as its work is over when it
 * returns, and so is a method that begins no transaction, by its propagation.
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
        found.methods(type, TransactionalResults::returnsLate).forEach((method, attribute) -> {
            TransactionManager manager = found.manager(attribute, type);
            if (manager != null) {
                check(new Checked(bean, type, method, attribute), manager);
            }
        });
    }

    private static boolean returnsLate(Method method) {
        return !Modifier.isPrivate(method.getModifiers())
                && (isFuture(method.getReturnType()) || isPublisher(method.getReturnType()));
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

    private void check(Checked method, TransactionManager manager) {
        if (manager instanceof PgTransactionManager) {
            if (method.begins() && !method.isAsync()) {
                throw method.endsTooEarly();
            }
        } else if (method.isFuture()) {
            if (IS_REACTOR_THERE && manager instanceof PgReactiveTransactionManager) {
                throw method.isNotHeld();
            }
        } else if (manager instanceof PlatformTransactionManager && method.begins()) {
            warn(method, manager);
        }
    }

    private void warn(Checked method, TransactionManager manager) {
        String[] ours = IS_REACTOR_THERE && beans != null
                ? beans.getBeanNamesForType(PgReactiveTransactionManager.class, true, false)
                : new String[0];
        if (ours.length > 0) {
            LOG.warn(
                    "{}, but its transaction manager is a {}, one of threads: that commits before anybody subscribes."
                            + " If the method uses a PostgreSQL client, name a manager of Reactor in the annotation, one"
                            + " of {}{}. If no transaction is meant,"
                            + " @Transactional(propagation = Propagation.NOT_SUPPORTED) says so",
                    method.text(),
                    manager.getClass().getSimpleName(),
                    List.of(ours),
                    method.isQualified() ? "" : ", or set spring.pgnative.transaction.default-manager=reactive");
        }
    }

    /** A transactional method whose result comes late. */
    private record Checked(String bean, Class<?> type, Method method, TransactionAttribute attribute) {

        boolean isFuture() {
            return TransactionalResults.isFuture(method.getReturnType());
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
                    + method.getReturnType().getSimpleName();
        }

        PgStartupException endsTooEarly() {
            return new PgStartupException(
                    text() + ": its transaction (of threads) would be committed before "
                            + (isFuture() ? "the future completes." : "anybody subscribes."),
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
