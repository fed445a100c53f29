package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgJson;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.core.env.Environment;

/**
 * Finds the {@link PgJson} bean that those clients share which have none of their own. A bean with the name of a client
 * as qualifier is that client's own.
 */
final class SharedPgJson {

    private SharedPgJson() {}

    /**
     * Finds the beans that may be it.
     *
     * @param beans where they are
     * @param environment that names clients
     * @return their names
     */
    static List<String> candidates(ListableBeanFactory beans, Environment environment) {
        Set<String> clients = ClientBeans.named(environment).stream()
                .map(ClientBeans::client)
                .collect(Collectors.toCollection(TreeSet::new));
        clients.add(ClientBeans.DEFAULT_CLIENT);
        return Arrays.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, PgJson.class, true, false))
                .filter(bean -> isCandidate(definition(bean, beans)))
                .filter(bean -> !BeanFactoryAnnotationUtils.isQualifierMatch(clients::contains, bean, beans))
                .toList();
    }

    /** The one that is meant: the only one, or the one that is primary; null if that is not clear. */
    static @Nullable PgJson find(ListableBeanFactory beans, Environment environment) {
        List<String> found = candidates(beans, environment);
        if (found.size() > 1) {
            found = found.stream()
                    .filter(bean -> isPrimary(definition(bean, beans)))
                    .toList();
        }
        return found.size() == 1 ? beans.getBean(found.get(0), PgJson.class) : null;
    }

    private static boolean isCandidate(@Nullable BeanDefinition definition) {
        return definition == null
                || (definition.isAutowireCandidate()
                        && !(definition instanceof AbstractBeanDefinition known && !known.isDefaultCandidate()));
    }

    private static boolean isPrimary(@Nullable BeanDefinition definition) {
        return definition != null && definition.isPrimary();
    }

    private static @Nullable BeanDefinition definition(String bean, ListableBeanFactory beans) {
        return beans instanceof ConfigurableListableBeanFactory factory && factory.containsBeanDefinition(bean)
                ? factory.getMergedBeanDefinition(bean)
                : null;
    }
}
