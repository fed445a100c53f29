package io.pgnative.spring.boot.docker.compose;

import io.pgnative.spring.boot.autoconfigure.PgClientCustomizer;
import io.pgnative.spring.boot.autoconfigure.PgNativeConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

/** For the client that has no name, unless the service is for others only. */
class PostgresDockerComposeDetailsFactory extends PgComposeDetailsFactory<PgNativeConnectionDetails> {

    @Override
    protected @Nullable PgNativeConnectionDetails getDockerComposeConnectionDetails(
            DockerComposeConnectionSource source) {
        return clients(source.getRunningService()).contains(PgClientCustomizer.DEFAULT_CLIENT)
                ? new Details(source.getRunningService())
                : null;
    }
}
