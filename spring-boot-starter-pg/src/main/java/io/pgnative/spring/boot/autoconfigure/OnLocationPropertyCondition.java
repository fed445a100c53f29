package io.pgnative.spring.boot.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches when a property says where the database is. An empty one, such as of an unset variable, does not. */
class OnLocationPropertyCondition extends SpringBootCondition {

    static final String[] PROPERTIES = {
        "spring.pgnative.dsn", "spring.pgnative.host", "spring.pgnative.hosts", "spring.pgnative.service"
    };

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("PostgreSQL location");
        Environment environment = context.getEnvironment();
        for (String property : PROPERTIES) {
            if (SetProperties.contain(environment, property) && TestLocations.mayUse(environment, property)) {
                return ConditionOutcome.match(message.foundExactly(property));
            }
        }
        if (TestLocations.areReplaced(environment)) {
            return ConditionOutcome.noMatch(message.because("the test says nowhere where its database is"));
        }
        return ConditionOutcome.noMatch(
                message.didNotFind("property", "properties").items((Object[]) PROPERTIES));
    }
}
