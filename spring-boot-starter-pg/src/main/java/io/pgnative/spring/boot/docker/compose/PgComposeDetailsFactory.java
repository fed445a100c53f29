package io.pgnative.spring.boot.docker.compose;

import io.pgnative.spring.boot.autoconfigure.PgClientCustomizer;
import io.pgnative.spring.boot.autoconfigure.PgNativeConnectionDetails;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.StringUtils;

/**
 * Tells where a service of Docker Compose is whose image is one of PostgreSQL, or whose label says that it is.
 *
 * @param <D> for which clients
 */
abstract class PgComposeDetailsFactory<D extends ConnectionDetails> extends DockerComposeConnectionDetailsFactory<D> {

    /** Label with run-time parameters and keywords of a DSN, written as its query: {@code a=b&c=d}. */
    static final String PARAMETERS_LABEL = "io.pgnative.parameters";

    /** Label with the names of the clients that the service is for, joined by commas. */
    static final String CLIENT_LABEL = "io.pgnative.client";

    /** The last one is no image: as a label it says that the service is for nobody else, such as JDBC. */
    private static final String[] IMAGES = {
        "postgres",
        "pgvector/pgvector",
        "postgis/postgis",
        "timescale/timescaledb",
        "timescale/timescaledb-ha",
        "bitnami/postgresql",
        "pgnative"
    };

    private static final int PORT = 5432;

    PgComposeDetailsFactory() {
        super(IMAGES, "io.pgnative.client.PgClient");
    }

    /** The clients that a service is for: the one without a name unless its label says otherwise. */
    static List<String> clients(RunningService service) {
        String label = service.labels().get(CLIENT_LABEL);
        if (label == null) {
            return List.of(PgClientCustomizer.DEFAULT_CLIENT);
        }
        List<String> clients =
                Arrays.stream(label.split(",", -1)).map(String::strip).toList();
        if (clients.contains("")) {
            throw new PgStartupException(
                    "The label " + CLIENT_LABEL + " of the Docker Compose service \"" + service.name()
                            + "\" does not name a client.",
                    "Write the names of clients, such as reporting or " + PgClientCustomizer.DEFAULT_CLIENT
                            + ",reporting.");
        }
        return clients;
    }

    /** What such a service tells. */
    static final class Details extends DockerComposeConnectionDetails implements PgNativeConnectionDetails {

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
