package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClientBuilder;
import io.pgnative.spring.boot.exception.PgExceptionTranslator;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Has the failures of clients translated, except for those of clients whose properties say otherwise. */
class FailureMapperCustomizer implements PgClientCustomizer {

    private final PgExceptionTranslator translator;
    private final Environment environment;

    FailureMapperCustomizer(PgExceptionTranslator translator, Environment environment) {
        this.translator = translator;
        this.environment = environment;
    }

    @Override
    public void customize(PgClientBuilder builder) {
        builder.failureMapper(translator::translate);
    }

    @Override
    public void customize(String client, PgClientBuilder builder) {
        boolean isNamed = ClientBeans.named(environment).stream()
                .anyMatch(named -> named.client().equals(client));
        if (!isNamed || isEnabled(new ClientBeans(client).prefix())) {
            customize(builder);
        }
    }

    private boolean isEnabled(String prefix) {
        return Binder.get(environment)
                .bind(prefix + ".exception-translation.enabled", Boolean.class)
                .orElse(true);
    }
}
