package io.pgnative.spring.boot.autoconfigure;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.core.type.MethodMetadata;
import org.springframework.util.ClassUtils;

/**
 * Matches when the scripts of {@code spring.sql.init} are meant for the database of the client: when
 * {@code spring.pgnative.sql-init.enabled} says so, and unless it says otherwise when there is no other database. A
 * data source that is made of the client's own connection details is none.
 */
class OnOwnScriptsCondition extends SpringBootCondition implements ConfigurationCondition {

    private static final String PROPERTY = "spring.pgnative.sql-init.enabled";

    private static final String OURS = "io.pgnative.spring.boot.";

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("PostgreSQL scripts");
        Boolean enabled = context.getEnvironment().getProperty(PROPERTY, Boolean.class);
        if (enabled != null) {
            return new ConditionOutcome(enabled, message.because(PROPERTY + " is " + enabled));
        }
        ConfigurableListableBeanFactory beans = Objects.requireNonNull(context.getBeanFactory());
        ClassLoader loader = context.getClassLoader();
        String[] factories = beansOf("io.r2dbc.spi.ConnectionFactory", beans, loader);
        if (factories.length > 0) {
            return ConditionOutcome.noMatch(
                    message.found("R2DBC connection factory").items((Object[]) factories));
        }
        String[] sources = beansOf("javax.sql.DataSource", beans, loader);
        if (sources.length > 0 && !areMadeOfOurDetails(beans, loader)) {
            return ConditionOutcome.noMatch(message.found("data source").items((Object[]) sources));
        }
        return ConditionOutcome.match(message.because("there is no other database"));
    }

    private static boolean areMadeOfOurDetails(ConfigurableListableBeanFactory beans, @Nullable ClassLoader loader) {
        String[] details = beansOf("org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails", beans, loader);
        for (String name : details) {
            if (!isDeclaredBy(OURS, name, beans)) {
                return false;
            }
        }
        for (String name : beansOf("javax.sql.DataSource", beans, loader)) {
            if (!isDeclaredBy("org.springframework.boot.jdbc.autoconfigure.", name, beans)) {
                return false;
            }
        }
        return details.length > 0;
    }

    private static boolean isDeclaredBy(String prefix, String name, ConfigurableListableBeanFactory beans) {
        if (!beans.containsBeanDefinition(name)
                || !(beans.getBeanDefinition(name) instanceof AnnotatedBeanDefinition annotated)) {
            return false;
        }
        MethodMetadata method = annotated.getFactoryMethodMetadata();
        return method != null && method.getDeclaringClassName().startsWith(prefix);
    }

    private static String[] beansOf(String type, ConfigurableListableBeanFactory beans, @Nullable ClassLoader loader) {
        return ClassUtils.isPresent(type, loader)
                ? Arrays.stream(beans.getBeanNamesForType(ClassUtils.resolveClassName(type, loader), true, false))
                        .filter(name -> isCandidate(name, beans))
                        .toArray(String[]::new)
                : new String[0];
    }

    /** What is meant only where it is named, such as what JDBC is told of another client, has no part in this. */
    private static boolean isCandidate(String name, ConfigurableListableBeanFactory beans) {
        return !beans.containsBeanDefinition(name)
                || !(beans.getBeanDefinition(name) instanceof AbstractBeanDefinition definition)
                || (definition.isAutowireCandidate() && definition.isDefaultCandidate());
    }
}
