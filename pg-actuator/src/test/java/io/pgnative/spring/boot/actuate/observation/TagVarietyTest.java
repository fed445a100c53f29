package io.pgnative.spring.boot.actuate.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.common.KeyValue;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgServerException;
import io.pgnative.client.QueryEnd;
import io.pgnative.client.QueryEvent.Operation;
import io.pgnative.client.QueryStart;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An application that makes up names must not make up time series. */
class TagVarietyTest {

    private final Vertx vertx = Vertx.vertx();
    private final PgOptions options =
            PgClient.builder(vertx).dsn("postgres://app@db.example.com/shop").options();
    private final QueryTexts texts = new QueryTexts();
    private final PgClientObservationConvention convention = new DefaultPgClientObservationConvention(true);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private List<String> told(Operation operation, String sql, @Nullable String table, @Nullable Throwable failure) {
        PgQueryContext context = new PgQueryContext(
                new QueryStart(operation, sql, table, List.of(), null, options), texts.of(sql), List.of());
        context.end(new QueryEnd(0, "", 1, 0, null, failure));
        return convention.getLowCardinalityKeyValues(context).stream()
                .filter(tag -> List.of(
                                "db.collection.name", "db.query.summary", "db.response.status_code", "error.type")
                        .contains(tag.getKey()))
                .map(KeyValue::getValue)
                .toList();
    }

    private List<String> copied(String table) {
        return told(Operation.COPY_IN, "copy " + table + " from stdin", table, null);
    }

    private List<String> failed(String state) {
        return told(
                Operation.QUERY,
                "select f()",
                null,
                new PgServerException("refused", Map.of('C', state, 'S', "ERROR"), null, 0));
    }

    @Test
    @DisplayName("B51: tables of COPY are tags up to a limit")
    void boundsTables() {
        for (int i = 0; i < QueryTexts.MOST_SUMMARIES; i++) {
            assertThat(copied("tmp_" + i)).containsExactlyInAnyOrder("tmp_" + i, "COPY tmp_" + i, "none", "none");
        }
        assertThat(copied("one_more")).containsExactlyInAnyOrder("none", "COPY", "none", "none");
        assertThat(copied("tmp_7")).contains("tmp_7");
    }

    @Test
    @DisplayName("B51: SQLSTATEs are tags up to a limit, those of code in the database included")
    void boundsStates() {
        for (int i = 0; i < DefaultPgClientObservationConvention.MOST_STATES; i++) {
            String state = "U%04d".formatted(i);
            assertThat(failed(state)).containsExactlyInAnyOrder("none", "SELECT", state, state);
        }
        assertThat(failed("UX001")).containsExactlyInAnyOrder("none", "SELECT", "_OTHER", "_OTHER");
        assertThat(failed("U0007")).contains("U0007");
    }
}
