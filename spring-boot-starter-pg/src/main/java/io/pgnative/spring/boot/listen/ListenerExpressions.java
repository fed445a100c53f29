package io.pgnative.spring.boot.listen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Resolves the placeholders and expressions in the texts of annotations. */
final class ListenerExpressions {

    private final ConfigurableListableBeanFactory beanFactory;
    private final BeanExpressionContext context;

    ListenerExpressions(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
        this.context = new BeanExpressionContext(beanFactory, null);
    }

    /** One text; empty for null. */
    String text(String given) {
        Object value = value(given);
        return value == null ? "" : value.toString();
    }

    /** As many texts as there are in arrays and collections. */
    List<String> texts(String given) {
        List<String> found = new ArrayList<>();
        collect(value(given), found);
        return found;
    }

    private static void collect(@Nullable Object value, List<String> found) {
        if (value instanceof Object[] array) {
            collect(Arrays.asList(array), found);
        } else if (value instanceof Collection<?> collection) {
            collection.forEach(element -> collect(element, found));
        } else {
            found.add(value == null ? "" : value.toString());
        }
    }

    private @Nullable Object value(String given) {
        String resolved = beanFactory.resolveEmbeddedValue(given);
        BeanExpressionResolver expressions = beanFactory.getBeanExpressionResolver();
        return expressions == null ? resolved : expressions.evaluate(resolved, context);
    }
}
