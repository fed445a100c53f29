package io.pgnative.spring.boot.autoconfigure;

import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Tells which properties are set. One whose value is empty, such as that of an unset variable, is not. */
final class SetProperties {

    private static final Bindable<List<String>> TEXTS = Bindable.listOf(String.class);

    private SetProperties() {}

    /** Whether a property has a value, or a list of properties has one. */
    static boolean contain(Environment environment, String property) {
        return Binder.get(environment).bind(property, TEXTS).orElse(List.of()).stream()
                .anyMatch(StringUtils::hasText);
    }
}
