package io.pgnative.spring.boot.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches when a default client is wanted although nothing says where its database is: somebody who has clients with
 * names only has no need of another one, but one whose location a test replaces is there in the application.
 */
class OnEmbeddedDefaultCondition extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("PostgreSQL default client");
        Environment environment = context.getEnvironment();
        if (ClientBeans.named(environment).isEmpty()) {
            return ConditionOutcome.match(message.because("no client has a name"));
        }
        for (String property : OnLocationPropertyCondition.PROPERTIES) {
            if (SetProperties.contain(environment, property) && !TestLocations.mayUse(environment, property)) {
                return ConditionOutcome.match(message.because("the test replaces " + property));
            }
        }
        return ConditionOutcome.noMatch(message.because("only clients with names are configured"));
    }
}
