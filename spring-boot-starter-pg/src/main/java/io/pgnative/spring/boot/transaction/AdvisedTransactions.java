package io.pgnative.spring.boot.transaction;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.interceptor.TransactionAspectSupport;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.transaction.interceptor.TransactionAttributeSource;
import org.springframework.util.StringUtils;

/** Tells which methods the interceptor of transactions takes for transactional, and which manager it will use. */
final class AdvisedTransactions {

    private final BeanFactory beans;
    private final @Nullable TransactionAspectSupport interceptor;

    AdvisedTransactions(BeanFactory beans) {
        this.beans = beans;
        this.interceptor = beans.getBeanProvider(TransactionAspectSupport.class).stream()
                .findFirst()
                .orElse(null);
    }

    /** The transactional ones among the methods of a class that are asked about. */
    Map<Method, TransactionAttribute> methods(Class<?> type, Predicate<Method> filter) {
        TransactionAttributeSource source = interceptor == null ? null : interceptor.getTransactionAttributeSource();
        return source == null || !source.isCandidateClass(type)
                ? Map.of()
                : MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<TransactionAttribute>)
                        method -> filter.test(method) ? source.getTransactionAttribute(method, type) : null);
    }

    /** The manager of a method; null where the interceptor will have to tell that there is none, or which. */
    @Nullable TransactionManager manager(TransactionAttribute attribute, Class<?> type) {
        try {
            String ofMethod = attribute.getQualifier();
            if (StringUtils.hasText(ofMethod)) {
                return qualified(ofMethod);
            }
            TransactionManager ofType = ofType(type);
            if (ofType != null) {
                return ofType;
            }
            TransactionManager configured = interceptor == null ? null : interceptor.getTransactionManager();
            return configured != null ? configured : beans.getBean(TransactionManager.class);
        } catch (NoSuchBeanDefinitionException ambiguousOrMissing) {
            return null;
        }
    }

    /** The qualifier of a class may mean something else than its transactions. */
    private @Nullable TransactionManager ofType(Class<?> type) {
        String qualifier = BeanFactoryAnnotationUtils.getQualifierValue(type);
        try {
            return StringUtils.hasText(qualifier) ? qualified(qualifier) : null;
        } catch (NoSuchBeanDefinitionException somethingElse) {
            return null;
        }
    }

    private TransactionManager qualified(String qualifier) {
        return BeanFactoryAnnotationUtils.qualifiedBeanOfType(beans, TransactionManager.class, qualifier);
    }
}
