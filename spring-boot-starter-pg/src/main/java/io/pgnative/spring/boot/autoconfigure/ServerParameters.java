package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClientBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.PropertyMapper;

/** Run-time parameters of the server that have properties of their own; they travel with the start of a connection. */
final class ServerParameters {

    /** The properties by the parameters that they set. */
    static final Map<String, String> PROPERTIES = Map.of(
            "search_path", "schema",
            "statement_timeout", "statement-timeout",
            "lock_timeout", "lock-timeout",
            "idle_in_transaction_session_timeout", "idle-in-transaction-timeout");

    private static final int NANOS_OF_MILLI = 1_000_000;

    private final PgNativeProperties properties;
    private final PgClientFailures failures;
    private final PgClientBuilder builder;

    private ServerParameters(PgNativeProperties properties, PgClientFailures failures, PgClientBuilder builder) {
        this.properties = properties;
        this.failures = failures;
        this.builder = builder;
    }

    static void apply(PgNativeProperties properties, PgClientFailures failures, PgClientBuilder builder) {
        new ServerParameters(properties, failures, builder).apply();
    }

    private void apply() {
        PropertyMapper map = PropertyMapper.get();
        map.from(properties::getSchema)
                .when(schemas -> !schemas.isEmpty())
                .as(schemas -> schemas.stream().map(this::quoted).collect(Collectors.joining(", ")))
                .to(value -> set("search_path", value));
        map.from(properties::getStatementTimeout).to(value -> set("statement_timeout", value));
        map.from(properties::getLockTimeout).to(value -> set("lock_timeout", value));
        map.from(properties::getIdleInTransactionTimeout)
                .to(value -> set("idle_in_transaction_session_timeout", value));
    }

    /** Between quotes a name is taken as it is; the server knows "$user" also so. */
    private String quoted(String schema) {
        if (schema.isBlank()) {
            throw failures.invalid("schema", "a name is empty");
        }
        return '"' + schema.replace("\"", "\"\"") + '"';
    }

    private void set(String parameter, Duration value) {
        if (value.isNegative() || value.toNanosPart() % NANOS_OF_MILLI != 0 || value.toMillis() > Integer.MAX_VALUE) {
            throw failures.invalid(
                    property(parameter), "expected whole milliseconds, 0 to " + Integer.MAX_VALUE + "ms");
        }
        set(parameter, value.toMillis() + "ms");
    }

    /** To the server the case of a parameter's name does not matter. */
    private void set(String parameter, String value) {
        if (properties.getParameters().keySet().stream().anyMatch(parameter::equalsIgnoreCase)) {
            throw failures.invalid(
                    property(parameter),
                    "cannot be set beside parameters." + parameter
                            + ", which is the same setting; expected one of them");
        }
        builder.parameter(parameter, value);
    }

    private static String property(String parameter) {
        return PROPERTIES.getOrDefault(parameter, parameter);
    }
}
