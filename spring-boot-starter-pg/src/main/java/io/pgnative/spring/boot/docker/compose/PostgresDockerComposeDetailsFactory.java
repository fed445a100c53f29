package io.pgnative.spring.boot.docker.compose;

import io.pgnative.spring.boot.autoconfigure.PgNativeConnectionDetails;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.StringUtils;

/** Tells where a service of Docker Compose is whose image is one of PostgreSQL, or whose label says that it is. */
class PostgresDockerComposeDetailsFactory extends DockerComposeConnectionDetailsFactory<PgNativeConnectionDetails> {

    /** Label with run-time parameters and keywords of a DSN, written as its query: {@code a=b&c=d}. */
    static final String PARAMETERS_LABEL = "io.pgnative.parameters";

    private static final String[] IMAGES = {
        "postgres",
        "pgvector/pgvector",
        "postgis/postgis",
        "timescale/timescaledb",
        "timescale/timescaledb-ha",
        "bitnami/postgresql"
    };

    private static final int PORT = 5432;

    PostgresDockerComposeDetailsFactory() {
        super(IMAGES, "io.pgnative.client.PgClient");
    }

    @Override
    protected PgNativeConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
        return new Details(source.getRunningService());
    }

    private static final class Details extends DockerComposeConnectionDetails implements PgNativeConnectionDetails {

        private final RunningService service;
        private final ServiceEnvironment environment;
        private final Map<String, String> parameters;

        Details(RunningService service) {
            super(service);
            this.service = service;
            this.environment = ServiceEnvironment.of(service.name(), service.env());
            this.parameters = parameters(service);
        }

        private static Map<String, String> parameters(RunningService service) {
            String text = service.labels().get(PARAMETERS_LABEL);
            Map<String, String> parameters = new LinkedHashMap<>();
            if (!StringUtils.hasText(text)) {
                return parameters;
            }
            for (String pair : text.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals < 1) {
                    throw new PgStartupException(
                            "The label " + PARAMETERS_LABEL + " of the Docker Compose service \"" + service.name()
                                    + "\" has a part without a name or a value.",
                            "Write it as name=value&name=value, such as search_path=shop&statement_timeout=5s.");
                }
                parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
            return parameters;
        }

        private static String decoded(String text) {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        }

        @Override
        public String getHost() {
            return service.host();
        }

        @Override
        public int getPort() {
            return service.ports().get(PORT);
        }

        @Override
        public String getDatabase() {
            return environment.database();
        }

        @Override
        public String getUsername() {
            return environment.username();
        }

        @Override
        public @Nullable String getPassword() {
            return environment.password();
        }

        @Override
        public Map<String, String> getParameters() {
            return parameters;
        }

        @Override
        public @Nullable SslBundle getSslBundle() {
            return getSslBundle(service);
        }
    }
}
