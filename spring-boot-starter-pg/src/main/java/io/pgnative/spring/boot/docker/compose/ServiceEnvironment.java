package io.pgnative.spring.boot.docker.compose;

import io.pgnative.spring.boot.diagnostics.PgStartupException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * What the environment of a service says of its database: the variables of the official image, which most others take,
 * too, and those of Bitnami's.
 *
 * @param database name of the database
 * @param username role that owns it
 * @param password its password; null if everybody is trusted
 */
record ServiceEnvironment(
        String database, String username, @Nullable String password) {

    private static final String DEFAULT_USERNAME = "postgres";

    /**
     * Reads it.
     *
     * @param service name of the service, for messages
     * @param variables of the running container
     */
    static ServiceEnvironment of(String service, Map<String, String> variables) {
        String username = first(variables, DEFAULT_USERNAME, "POSTGRES_USER", "POSTGRESQL_USERNAME", "POSTGRESQL_USER");
        return new ServiceEnvironment(
                first(variables, username, "POSTGRES_DB", "POSTGRESQL_DATABASE", "POSTGRESQL_DB"),
                username,
                password(service, variables));
    }

    private static String first(Map<String, String> variables, String otherwise, String... names) {
        for (String name : names) {
            String value = variables.get(name);
            if (StringUtils.hasLength(value)) {
                return value;
            }
        }
        return otherwise;
    }

    private static @Nullable String password(String service, Map<String, String> variables) {
        if ("trust".equals(variables.get("POSTGRES_HOST_AUTH_METHOD"))) {
            return null;
        }
        String password = first(variables, "", "POSTGRES_PASSWORD", "POSTGRESQL_PASSWORD");
        if (password.isEmpty() && !variables.containsKey("ALLOW_EMPTY_PASSWORD")) {
            throw new PgStartupException(
                    "The environment of the Docker Compose service \"" + service + "\" has no password of PostgreSQL.",
                    "Set POSTGRES_PASSWORD, or POSTGRESQL_PASSWORD for an image of Bitnami, in the environment of the"
                            + " service; or POSTGRES_HOST_AUTH_METHOD=trust, or ALLOW_EMPTY_PASSWORD=yes.");
        }
        return password;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ServiceEnvironment[database=" + database + ", username=" + username + "]";
    }
}
