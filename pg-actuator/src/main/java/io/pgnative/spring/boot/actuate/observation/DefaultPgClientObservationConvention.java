package io.pgnative.spring.boot.actuate.observation;

import static io.pgnative.spring.boot.actuate.observation.PgClientObservationDocumentation.HighCardinalityKeyNames.DB_OPERATION_BATCH_SIZE;
import static io.pgnative.spring.boot.actuate.observation.PgClientObservationDocumentation.HighCardinalityKeyNames.DB_QUERY_PARAMETER;
import static io.pgnative.spring.boot.actuate.observation.PgClientObservationDocumentation.HighCardinalityKeyNames.DB_QUERY_TEXT;
import static io.pgnative.spring.boot.actuate.observation.PgClientObservationDocumentation.HighCardinalityKeyNames.PGNATIVE_PID;
import static io.pgnative.spring.boot.actuate.observation.PgClientObservationDocumentation.HighCardinalityKeyNames.PGNATIVE_WAIT;
import static io.pgnative.spring.boot.actuate.observation.PgClientObservationDocumentation.LowCardinalityKeyNames.DB_COLLECTION_NAME;
import static io.pgnative.spring.boot.actuate.observation.PgClientObservationDocumentation.LowCardinalityKeyNames.DB_NAMESPACE;
import static io.pgnative.spring.boot.actuate.observation.PgClientObservationDocumentation.LowCardinalityKeyNames.DB_OPERATION_NAME;
import static io.pgnative.spring.boot.actuate.observation.PgClientObservationDocumentation.LowCardinalityKeyNames.DB_QUERY_SUMMARY;
import static io.pgnative.spring.boot.actuate.observation.PgClientObservationDocumentation.LowCardinalityKeyNames.DB_RESPONSE_STATUS_CODE;
import static io.pgnative.spring.boot.actuate.observation.PgClientObservationDocumentation.LowCardinalityKeyNames.DB_SYSTEM_NAME;
import static io.pgnative.spring.boot.actuate.observation.PgClientObservationDocumentation.LowCardinalityKeyNames.ERROR_TYPE;
import static io.pgnative.spring.boot.actuate.observation.PgClientObservationDocumentation.LowCardinalityKeyNames.SERVER_ADDRESS;
import static io.pgnative.spring.boot.actuate.observation.PgClientObservationDocumentation.LowCardinalityKeyNames.SERVER_PORT;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgServerException;
import io.pgnative.client.QueryEnd;
import io.pgnative.client.QueryEvent.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The names and tags of the stable OpenTelemetry conventions for databases: a timer
 * {@code db.client.operation.duration}, and spans that are called what the statement does, such as {@code SELECT
 * orders}.
 */
public class DefaultPgClientObservationConvention implements PgClientObservationConvention {

    private static final String NAME = "db.client.operation.duration";

    /** What the conventions say for what has no value of its own. */
    private static final String OTHER = "_OTHER";

    private static final KeyValue SYSTEM = DB_SYSTEM_NAME.withValue("postgresql");
    private static final KeyValue NO_OPERATION = DB_OPERATION_NAME.withValue(KeyValue.NONE_VALUE);
    private static final KeyValue NO_COLLECTION = DB_COLLECTION_NAME.withValue(KeyValue.NONE_VALUE);
    private static final KeyValue NO_STATUS = DB_RESPONSE_STATUS_CODE.withValue(KeyValue.NONE_VALUE);
    private static final KeyValue NO_ERROR = ERROR_TYPE.withValue(KeyValue.NONE_VALUE);

    /** Code in the database may raise any, of which there must not come to be too many. PostgreSQL itself has 260. */
    static final int MOST_STATES = 300;

    private final boolean includesQueryText;
    private final Set<String> states = ConcurrentHashMap.newKeySet();

    /**
     * Makes one.
     *
     * @param includesQueryText whether traces tell the statements, without their literals
     */
    public DefaultPgClientObservationConvention(boolean includesQueryText) {
        this.includesQueryText = includesQueryText;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getContextualName(PgQueryContext context) {
        return context.getSummary();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(PgQueryContext context) {
        PgHost server = context.getServer();
        return KeyValues.of(
                SYSTEM,
                DB_NAMESPACE.withValue(namespace(context.getOptions())),
                operation(context.getOperation()),
                collection(context.getTable()),
                DB_QUERY_SUMMARY.withValue(context.getSummary()),
                status(context.getFailure()),
                error(context.getFailure()),
                SERVER_ADDRESS.withValue(server.name()),
                SERVER_PORT.withValue(Integer.toString(server.port())));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(PgQueryContext context) {
        KeyValues values = KeyValues.empty();
        if (includesQueryText) {
            values = values.and(DB_QUERY_TEXT.withValue(context.getQueryText()));
        }
        QueryEnd end = context.getEnd();
        if (end != null && context.getOperation() == Operation.BATCH && end.batchSize() != 1) {
            values = values.and(DB_OPERATION_BATCH_SIZE.withValue(Long.toString(end.batchSize())));
        }
        if (end != null && end.processId() != 0) {
            values = values.and(PGNATIVE_PID.withValue(Integer.toString(end.processId())));
        }
        Duration wait = context.getWait();
        if (wait != null) {
            long micros = wait.toNanos() / 1_000;
            values = values.and(PGNATIVE_WAIT.withValue(micros / 1_000.0 + "ms"));
        }
        List<String> parameters = context.getParameters();
        for (int i = 0; i < parameters.size(); i++) {
            values = values.and(KeyValue.of(DB_QUERY_PARAMETER.asString().formatted(i), parameters.get(i)));
        }
        return values;
    }

    private static String namespace(PgOptions options) {
        String path = options.parameters().get("search_path");
        if (path == null || path.isBlank()) {
            return options.database();
        }
        String first = path.split(",", 2)[0].strip();
        return options.database() + "|" + first.replace("\"", "");
    }

    private static KeyValue operation(Operation operation) {
        String name =
                switch (operation) {
                    case QUERY, SCRIPT, FETCH -> null;
                    case COPY_IN, COPY_OUT -> "COPY";
                    case BATCH, PREPARE, BEGIN, COMMIT, ROLLBACK, LISTEN -> operation.name();
                };
        return name == null ? NO_OPERATION : DB_OPERATION_NAME.withValue(name);
    }

    private static KeyValue collection(@Nullable String table) {
        return table == null ? NO_COLLECTION : DB_COLLECTION_NAME.withValue(table);
    }

    private KeyValue status(@Nullable Throwable failure) {
        return failure instanceof PgServerException error ? DB_RESPONSE_STATUS_CODE.withValue(state(error)) : NO_STATUS;
    }

    private KeyValue error(@Nullable Throwable failure) {
        if (failure == null) {
            return NO_ERROR;
        }
        return ERROR_TYPE.withValue(
                failure instanceof PgServerException error
                        ? state(error)
                        : failure.getClass().getName());
    }

    private String state(PgServerException error) {
        String state = error.sqlState();
        if (states.contains(state)) {
            return state;
        }
        if (states.size() < MOST_STATES) {
            states.add(state);
            return state;
        }
        return OTHER;
    }
}
