package io.pgnative.spring.boot.docker.compose;

import io.pgnative.spring.boot.autoconfigure.PgClientCustomizer;
import io.pgnative.spring.boot.autoconfigure.PgNamedConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

/** For the clients that have names and that the label of the service names. */
class NamedDockerComposeDetailsFactory extends PgComposeDetailsFactory<PgNamedConnectionDetails> {

    @Override
    protected @Nullable PgNamedConnectionDetails getDockerComposeConnectionDetails(
            DockerComposeConnectionSource source) {
        String[] named = clients(source.getRunningService()).stream()
                .filter(client -> !client.equals(PgClientCustomizer.DEFAULT_CLIENT))
                .distinct()
                .toArray(String[]::new);
        return named.length == 0 ? null : PgNamedConnectionDetails.of(new Details(source.getRunningService()), named);
    }
}
