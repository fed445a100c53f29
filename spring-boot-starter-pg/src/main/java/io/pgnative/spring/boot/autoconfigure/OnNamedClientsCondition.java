package io.pgnative.spring.boot.autoconfigure;

import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches when properties name clients. */
class OnNamedClientsCondition extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("PostgreSQL clients with names");
        List<ClientBeans> clients = ClientBeans.named(context.getEnvironment());
        return clients.isEmpty()
                ? ConditionOutcome.noMatch(message.didNotFind("properties").items(ClientBeans.PREFIX))
                : ConditionOutcome.match(message.found("client", "clients")
                        .items(clients.stream().map(ClientBeans::client).toList()));
    }
}
