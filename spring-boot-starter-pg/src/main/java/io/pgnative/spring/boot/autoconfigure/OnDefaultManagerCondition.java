package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.spring.boot.autoconfigure.PgNativeTransactionProperties.DefaultManager;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/** Whether a transaction manager of an {@link IfDefaultManager} is the one that is meant where none is named. */
class OnDefaultManagerCondition extends SpringBootCondition {

    private static final String PROPERTY = ".transaction.default-manager";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Map<String, Object> attributes = metadata.getAnnotationAttributes(IfDefaultManager.class.getName());
        List<?> asked = attributes == null ? List.of() : Arrays.asList((Object[]) attributes.get("value"));
        boolean mustBeChosen = attributes != null && Boolean.TRUE.equals(attributes.get("chosen"));
        boolean isChosen = SetProperties.contain(context.getEnvironment(), PgClientFailures.DEFAULT_PREFIX + PROPERTY);
        DefaultManager actual =
                defaultManager(context.getEnvironment(), PgClientFailures.DEFAULT_PREFIX, context.getClassLoader());
        return new ConditionOutcome(
                asked.contains(actual) && (isChosen || !mustBeChosen),
                ConditionMessage.forCondition(IfDefaultManager.class)
                        .because("the default manager is " + actual + (isChosen ? ", as a property says" : "")));
    }

    /**
     * Which manager of a client is meant where it is not told.
     *
     * @param environment where properties are
     * @param prefix of the client's properties, without a dot at its end
     * @param classLoader of the application
     */
    static DefaultManager defaultManager(Environment environment, String prefix, @Nullable ClassLoader classLoader) {
        return Binder.get(environment)
                .bind(prefix + PROPERTY, DefaultManager.class)
                .orElseGet(() -> ClassUtils.isPresent("reactor.core.publisher.Mono", classLoader)
                        ? DefaultManager.REACTIVE
                        : DefaultManager.BLOCKING);
    }
}
