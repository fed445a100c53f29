package io.pgnative.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What Prometheus reads of the sample: names, kinds, tags and values of the meters of the database. */
final class Scrape {

    /** Stands in arguments, literals and copied rows: it may be in no scrape. */
    static final String CANARY = "canary-2718";

    /** What has the same name in either convention: name, kind, tags. */
    static final String OWN = """
            pgnative_copy_rows_total counter direction name
            pgnative_event_loop_lag_seconds summary name
            pgnative_event_loop_lag_seconds_max gauge name
            pgnative_listen_gaps_total counter name
            pgnative_listen_notifications_total counter name
            pgnative_pool_closed_connections_total counter name
            pgnative_pool_open_failures_attempts_total counter name
            pgnative_pool_opened_connections_total counter name
            pgnative_pool_queue_rejections_calls_total counter name
            pgnative_query_errors_total counter name sqlstate_class
            pgnative_query_seconds summary name operation outcome
            pgnative_query_seconds_max gauge name operation outcome
            pgnative_statement_cache_evictions_statements_total counter name
            pgnative_statement_cache_hits_statements_total counter name
            pgnative_statement_cache_misses_statements_total counter name
            pgnative_statement_cache_reparses_statements_total counter name
            pgnative_statement_cache_size_statements gauge name
            pgnative_traffic_received_bytes_total counter name
            pgnative_traffic_sent_bytes_total counter name
            """;

    /** The pool, as Micrometer's other pools are named. */
    static final String POOL = """
            pgnative_pool_acquire_seconds summary name
            pgnative_pool_acquire_seconds_max gauge name
            pgnative_pool_acquire_timeouts_calls_total counter name
            pgnative_pool_connections gauge name state
            pgnative_pool_creation_seconds summary name
            pgnative_pool_creation_seconds_max gauge name
            pgnative_pool_max_connections gauge name
            pgnative_pool_min_idle_connections gauge name
            pgnative_pool_usage_seconds summary name
            pgnative_pool_usage_seconds_max gauge name
            pgnative_pool_waiting_calls gauge name
            """;

    /** The pool in the names of OpenTelemetry. */
    static final String OPENTELEMETRY_POOL = """
            db_client_connection_count gauge db_client_connection_pool_name db_client_connection_state
            db_client_connection_create_time_seconds summary db_client_connection_pool_name
            db_client_connection_create_time_seconds_max gauge db_client_connection_pool_name
            db_client_connection_idle_max gauge db_client_connection_pool_name
            db_client_connection_idle_min gauge db_client_connection_pool_name
            db_client_connection_max gauge db_client_connection_pool_name
            db_client_connection_pending_requests gauge db_client_connection_pool_name
            db_client_connection_timeouts_total counter db_client_connection_pool_name
            db_client_connection_use_time_seconds summary db_client_connection_pool_name
            db_client_connection_use_time_seconds_max gauge db_client_connection_pool_name
            db_client_connection_wait_time_seconds summary db_client_connection_pool_name
            db_client_connection_wait_time_seconds_max gauge db_client_connection_pool_name
            """;

    private static final String CALL_TAGS = "db_collection_name db_namespace db_operation_name db_query_summary"
            + " db_response_status_code db_system_name error error_type server_address server_port";

    /** The calls of clients, as observed. */
    static final String CALLS = """
            db_client_operation_duration_seconds summary %1$s
            db_client_operation_duration_seconds_max gauge %1$s
            """.formatted(CALL_TAGS);

    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern TAG = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** One line. */
    private record Sample(String name, Map<String, String> tags, double value) {

        static Sample of(String line) {
            MatchResult parts = SAMPLE.matcher(line)
                    .results()
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no sample: " + line));
            Map<String, String> tags = new TreeMap<>();
            String told = parts.group(2);
            if (told != null) {
                TAG.matcher(told).results().forEach(tag -> tags.put(tag.group(1), tag.group(2)));
            }
            return new Sample(parts.group(1), tags, Double.parseDouble(parts.group(3)));
        }
    }

    /** One meter: its kind and what there is of it. */
    private record Family(String kind, List<Sample> samples) {}

    private final String text;
    private final Map<String, Family> families = new TreeMap<>();

    private Scrape(String text) {
        this.text = text;
        Family family = null;
        for (String line : text.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                String[] parts = line.split(" ");
                family = new Family(parts[3], new ArrayList<>());
                families.put(parts[2], family);
            } else if (!line.startsWith("#") && !line.isBlank()) {
                Objects.requireNonNull(family, line).samples().add(Sample.of(line));
            }
        }
    }

    /** Asks the sample. */
    static Scrape of(WebTestClient web) {
        return new Scrape(Objects.requireNonNull(web.get()
                .uri("/actuator/prometheus")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody()));
    }

    /** So that each meter is there, and each place where a secret could show has one. */
    static void runStatementsOfAllKinds(BlockingPgClient pg) {
        pg.fetch("select * from product where sku = $1", CANARY);
        pg.fetch("select pg_sleep(0.2), '" + CANARY + "'");
        assertThatThrownBy(() -> pg.fetch("select '" + CANARY + "'::int")).isInstanceOf(DataIntegrityViolationException.class);
        pg.inTransaction(tx -> {
            tx.execute("create temporary table copied(note text) on commit drop");
            return tx.copyIn("copied").columns("note").rows(List.of(List.of(CANARY)));
        });
    }

    /**
     * Exactly these of the database are there, and nothing in all of the scrape is a secret. Each meter is described, but
     * for those of observations, which have no text in Micrometer.
     */
    Scrape assertMeters(String... expected) {
        List<String> lines =
                Arrays.stream(expected).flatMap(String::lines).sorted().toList();
        assertThat(ofDatabase().map(Scrape::line)).containsExactlyElementsOf(lines);
        assertThat(ofDatabase().map(Map.Entry::getKey).filter(name -> !name.startsWith("db_client_operation_")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(text).containsPattern("# HELP " + name + " \\w+"));
        assertThat(samples("pgnative_").map(sample -> sample.tags().get("name"))).containsOnly("pgnative");
        assertThat(samples("db_client_connection_")
                        .map(sample -> sample.tags().get("db_client_connection_pool_name")))
                .allMatch("pgnative"::equals);
        assertThat(samples("pgnative_query_errors_").map(sample -> sample.tags().get("sqlstate_class")))
                .contains("22");
        assertThat(text).doesNotContain(CANARY).doesNotContain("postgres://").doesNotContain("from product");
        return this;
    }

    /** Timers are in seconds: one statement has slept for a fifth of one. */
    Scrape assertSeconds(String timer) {
        assertThat(samples(timer + "_seconds_max").mapToDouble(Sample::value).max().orElseThrow())
                .isBetween(0.2, 100.0);
        return this;
    }

    /** What is observed of calls is told by what they do. */
    void assertSummaries() {
        assertThat(samples("db_client_operation_").map(sample -> sample.tags().get("db_query_summary")))
                .contains("SELECT product", "SELECT", "CREATE TABLE", "COPY copied");
    }

    private Stream<Map.Entry<String, Family>> ofDatabase() {
        return families.entrySet().stream()
                .filter(family -> family.getKey().startsWith("pgnative_")
                        || family.getKey().startsWith("db_client_"))
                // Of calls that go on, in the same tags; mostly there are none.
                .filter(family -> !family.getKey().startsWith("db_client_operation_duration_active"));
    }

    /** Name, kind and tags of a meter; the tags have to be the same in all of its samples. */
    private static String line(Map.Entry<String, Family> family) {
        List<TreeSet<String>> keys = family.getValue().samples().stream()
                .map(sample -> new TreeSet<>(sample.tags().keySet()))
                .distinct()
                .toList();
        assertThat(keys).as(family.getKey()).hasSize(1);
        return Stream.concat(Stream.of(family.getKey(), family.getValue().kind()), keys.get(0).stream())
                .collect(Collectors.joining(" "));
    }

    private Stream<Sample> samples(String prefix) {
        return families.values().stream()
                .flatMap(family -> family.samples().stream())
                .filter(sample -> sample.name().startsWith(prefix));
    }
}
