package io.pgnative.spring.boot.actuate.autoconfigure;

import io.pgnative.client.PgClient;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;

/** All clients of a context, those that are not injected by default included, by the names that are shown of them. */
final class PgClientBeans {

    private static final String SUFFIX = "PgClient";

    private PgClientBeans() {}

    /** The clients by name: that of the bean, without {@code PgClient} at its end where that is unambiguous. */
    static Map<String, PgClient> in(ConfigurableListableBeanFactory beanFactory) {
        Map<String, PgClient> beans =
                SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, PgClient.class, false, true);
        Map<String, PgClient> named = new LinkedHashMap<>();
        beans.forEach((beanName, client) -> {
            String name = shortened(beanName);
            named.put(beans.containsKey(name) ? beanName : name, client);
        });
        return named;
    }

    /** The names of these beans, none of which is made for that. */
    static List<String> namesIn(ConfigurableListableBeanFactory beanFactory) {
        return Arrays.stream(
                        BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, PgClient.class, false, false))
                .filter(bean -> isCandidate(bean, beanFactory))
                .toList();
    }

    /** What was registered as an object has no definition, and is one. */
    private static boolean isCandidate(String bean, ConfigurableListableBeanFactory beanFactory) {
        try {
            return beanFactory.getMergedBeanDefinition(bean).isAutowireCandidate();
        } catch (NoSuchBeanDefinitionException ex) {
            return true;
        }
    }

    private static String shortened(String beanName) {
        return beanName.length() > SUFFIX.length() && beanName.endsWith(SUFFIX)
                ? beanName.substring(0, beanName.length() - SUFFIX.length())
                : beanName;
    }
}
