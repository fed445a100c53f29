package io.pgnative.spring.boot.actuate.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.pgnative.client.PgAcquireTimeoutException;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgQuery;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PoolStatistics;
import io.pgnative.client.Row;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.MapAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is told of a server and a pool that behave as the test says. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(20)
class PgHealthIndicatorTest {

    private static final Duration TIMEOUT = Duration.ofMillis(150);

    /** Not reached by what answers. */
    private static final Duration LONG = Duration.ofSeconds(15);

    private final Vertx vertx = Vertx.vertx();
    private final PgClient client = mock(PgClient.class);
    private final PgConnection connection = mock(PgConnection.class);
    private final PgQuery query = mock(PgQuery.class);
    private final Row row = mock(Row.class);

    @BeforeEach
    void answer() {
        PgOptions options = PgClient.builder(vertx)
                .dsn("postgres://app@db.example.com/shop")
                .options();
        when(client.options()).thenReturn(options);
        busy(0);
        doAnswer(call -> {
                    Function<PgConnection, Future<?>> work = call.getArgument(0);
                    return work.apply(connection);
                })
                .when(client)
                .withConnection(any());
        when(client.ping(any())).thenReturn(Future.succeededFuture());
        when(connection.sql(anyString())).thenReturn(query);
        when(query.timeout(any())).thenReturn(query);
        when(row.getString(0)).thenReturn("shop");
        when(row.getString(1)).thenReturn("18.1 (Debian 18.1-1)");
        when(row.getBoolean(2)).thenReturn(false);
        when(query.fetchOne()).thenReturn(Future.succeededFuture(row));
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void busy(int connections) {
        when(client.statistics())
                .thenReturn(new PoolStatistics(
                        10, 0, 10 - connections, connections, 0, 0, 4, 10, 0, 0, 100, 0, 0, 0, 0, 0, 0, 0));
    }

    private Health health() {
        return new PgHealthIndicator(client, TIMEOUT).health();
    }

    @Test
    void tellsOfAServerThatAnswers() {
        Health health = health();

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsEntry("database", "shop")
                .containsEntry("version", "18.1")
                .containsEntry("role", "primary")
                .containsEntry(
                        "pool", Map.of("size", 10, "max", 10, "idle", 10, "busy", 0, "waiting", 4, "saturated", false));
        assertThat(String.valueOf(health.getDetails().get("latency"))).matches("\\d+\\.\\dms");
    }

    @Test
    @DisplayName("B48: a full pool is not a lost server")
    void isUpWithASaturatedPoolWhenNoConnectionFallsFree() {
        doReturn(Promise.promise().future()).when(client).withConnection(any());
        busy(10);

        Health health = health();

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThatPoolOf(health).containsEntry("saturated", true);
        assertThat(health.getDetails()).doesNotContainKey("error");
    }

    @Test
    void isUpWithASaturatedPoolWhenItsQueueIsFull() {
        doReturn(Future.failedFuture(new PgAcquireTimeoutException("10,000 calls wait already")))
                .when(client)
                .withConnection(any());
        busy(10);

        assertThat(health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    @DisplayName("B48: a server that is silent besides a full pool, too, is down")
    void isDownWhenTheServerIsSilentBesidesAFullPool() {
        doReturn(Promise.promise().future()).when(client).withConnection(any());
        when(client.ping(any())).thenReturn(Promise.<Void>promise().future());
        busy(10);

        Health health = health();

        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails()).containsEntry("error", "no answer within 150 ms");
        assertThatPoolOf(health).containsEntry("saturated", true);
    }

    @Test
    @DisplayName("B48: a server that cannot be reached besides a full pool is down")
    void isDownWhenTheServerCannotBeReachedBesidesAFullPool() {
        doReturn(Promise.promise().future()).when(client).withConnection(any());
        when(client.ping(any())).thenReturn(Future.failedFuture(new PgConnectException("db.example.com refused")));
        busy(10);

        assertThat(health().getDetails()).containsEntry("error", "PgConnectException (08001)");
    }

    @Test
    @DisplayName("B48: a server that has no room for one more is there")
    void isUpWhenTheServerHasNoRoomBesidesAFullPool() {
        doReturn(Promise.promise().future()).when(client).withConnection(any());
        PgServerException full =
                new PgServerException("too many clients already", Map.of('C', "53300", 'S', "FATAL"), null, 0);
        when(client.ping(any()))
                .thenReturn(Future.failedFuture(new PgConnectException("no connection to any of the hosts", full)));
        busy(10);

        assertThat(health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void opensOneConnectionAtATimeBesidesAFullPool() {
        doReturn(Promise.promise().future()).when(client).withConnection(any());
        when(client.ping(any())).thenReturn(Promise.<Void>promise().future());
        busy(10);
        PgHealthIndicator indicator = new PgHealthIndicator(client, TIMEOUT);

        indicator.health();
        indicator.health();

        verify(client, times(1)).ping(TIMEOUT);
    }

    @Test
    void asksThroughThePoolAloneWhileItHasConnections() {
        health();

        verify(client, never()).ping(any());
    }

    @Test
    @DisplayName("B48: a pool without a free connection is out of service if that is asked for")
    void isOutOfServiceWithASaturatedPoolIfAskedFor() {
        doReturn(Promise.promise().future()).when(client).withConnection(any());
        busy(10);

        Health health = new PgHealthIndicator(client, new PgHealthOptions(TIMEOUT, PgExpectedRole.ANY, true)).health();

        assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThatPoolOf(health).containsEntry("saturated", true);
    }

    @ParameterizedTest
    @CsvSource({
        "ANY, false, UP",
        "ANY, true, UP",
        "PRIMARY, false, UP",
        "PRIMARY, true, OUT_OF_SERVICE",
        "STANDBY, false, OUT_OF_SERVICE",
        "STANDBY, true, UP",
    })
    @DisplayName("B48: a server of another role than expected is out of service")
    void expectsARole(PgExpectedRole expected, boolean isStandby, String status) {
        when(row.getBoolean(2)).thenReturn(isStandby);

        Health health = new PgHealthIndicator(client, new PgHealthOptions(TIMEOUT, expected, false)).health();

        assertThat(health.getStatus().getCode()).isEqualTo(status);
        assertThat(health.getDetails()).containsEntry("role", isStandby ? "standby" : "primary");
        assertThat(health.getDetails().containsKey("expectedRole")).isEqualTo(status.equals("OUT_OF_SERVICE"));
    }

    @Test
    @DisplayName("B48: down when no connection can be opened")
    void isDownWhenNoConnectionCanBeOpened() {
        doReturn(Promise.promise().future()).when(client).withConnection(any());

        Health health = health();

        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails()).containsEntry("error", "no answer within 150 ms");
        assertThatPoolOf(health).containsEntry("saturated", false);
    }

    @Test
    @DisplayName("B48: down when the server does not answer in time")
    void isDownWhenTheServerDoesNotAnswerOnTheLastConnectionOfThePool() {
        when(query.fetchOne()).thenReturn(Promise.<Row>promise().future());
        busy(10);

        assertThat(health().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void limitsTheQuestionSoThatItCannotHoldItsConnection() {
        health();

        verify(query).timeout(TIMEOUT);
    }

    @Test
    void sharesOneAttemptAmongPollsOfAFullPool() {
        doReturn(Promise.promise().future()).when(client).withConnection(any());
        busy(10);
        PgHealthIndicator indicator = new PgHealthIndicator(client, TIMEOUT);

        indicator.health();
        indicator.health();
        indicator.health();

        verify(client, times(1)).withConnection(any());
    }

    @Test
    void neitherTellsTheUserNorTheAddress() {
        PgServerException refused = new PgServerException(
                "password authentication failed for user \"app\" on db.example.com",
                Map.of('C', "28P01", 'S', "FATAL"),
                null,
                0);
        doReturn(Future.failedFuture(refused)).when(client).withConnection(any());

        Health health = health();

        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails()).containsEntry("error", "PgServerException (28P01)");
        assertThat(health.toString()).doesNotContain("app").doesNotContain("db.example.com");
    }

    @Test
    void logsAnOutageOnceAndItsEnd(CapturedOutput output) {
        PgHealthIndicator indicator = new PgHealthIndicator(client, TIMEOUT);
        Future<Object> refused = Future.failedFuture(new PgConnectException("db.example.com:5432 refused"));
        doReturn(refused).when(client).withConnection(any());

        indicator.health();
        indicator.health();
        assertThat(output.getOut().split("does not reach its server: db.example.com:5432 refused", -1))
                .hasSize(2);
        assertThat(output).doesNotContain("\tat ");
        answer();
        assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);

        assertThat(output).contains("reaches its server again");
    }

    @Test
    void isDownWhenTheClientThrows() {
        doThrow(new IllegalStateException("closed")).when(client).withConnection(any());

        assertThat(health().getDetails()).containsEntry("error", "IllegalStateException");
    }

    @Test
    @DisplayName("B48: nothing waits on an event loop, and what comes next does not run there")
    void tellsTheSameToReactorWithoutWaiting() throws Exception {
        Promise<Row> answer = Promise.promise();
        when(query.fetchOne()).thenReturn(answer.future());
        PgReactiveHealthIndicator indicator = new PgReactiveHealthIndicator(client, LONG);
        CompletableFuture<Boolean> subscribed = new CompletableFuture<>();
        CompletableFuture<String> heard = new CompletableFuture<>();

        vertx.runOnContext(onLoop -> {
            indicator
                    .health()
                    .subscribe(
                            health -> heard.complete(health.getStatus() + " on "
                                    + Thread.currentThread().getName()),
                            heard::completeExceptionally);
            subscribed.complete(Context.isOnEventLoopThread());
        });
        assertThat(subscribed.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(heard).isNotDone();
        vertx.runOnContext(onLoop -> answer.complete(row));

        assertThat(heard.get(10, TimeUnit.SECONDS)).startsWith("UP on parallel-");
    }

    @Test
    @DisplayName("B48: the time limit holds whatever the timers of futures are kept busy with")
    void keepsItsTimeLimitWhenTheTimersOfFuturesAreHeldUp() throws Exception {
        doReturn(Promise.promise().future()).when(client).withConnection(any());
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        CompletableFuture.delayedExecutor(0, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(() -> {
                    held.countDown();
                    boolean ended = awaits(over);
                    assertThat(ended).isTrue();
                });
        try {
            assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(health().getStatus()).isEqualTo(Status.DOWN);
            assertThat(new PgReactiveHealthIndicator(client, TIMEOUT).health().block(Duration.ofSeconds(10)))
                    .extracting(Health::getStatus)
                    .isEqualTo(Status.DOWN);
        } finally {
            over.countDown();
        }
    }

    private static boolean awaits(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException ex) {
            return false;
        }
    }

    @Test
    void waitsToTheEndWhenItIsInterrupted() {
        doReturn(Promise.promise().future()).when(client).withConnection(any());
        PgHealthIndicator indicator = new PgHealthIndicator(client, TIMEOUT);
        Thread.currentThread().interrupt();

        Health health = indicator.health();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(health.getDetails()).containsEntry("error", "no answer within 150 ms");
    }

    @Test
    void tellsErrorsOfTheVirtualMachineAndAsksAgain() {
        PgHealthIndicator indicator = new PgHealthIndicator(client, LONG);
        doThrow(new NoClassDefFoundError("com/example/Codec")).when(client).withConnection(any());
        assertThat(indicator.health().getDetails()).containsEntry("error", "NoClassDefFoundError");
        answer();
        assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);

        when(client.statistics()).thenThrow(new StackOverflowError());
        assertThat(indicator.health().getDetails()).containsEntry("error", "StackOverflowError");
        assertThat(new PgReactiveHealthIndicator(client, LONG).health().block(Duration.ofSeconds(10)))
                .extracting(Health::getStatus)
                .isEqualTo(Status.DOWN);
    }

    @Test
    void refusesATimeLimitOfZero() {
        assertThatThrownBy(() -> new PgHealthIndicator(client, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be positive");
    }

    private static MapAssert<Object, Object> assertThatPoolOf(Health health) {
        return assertThat(health.getDetails()).extractingByKey("pool", InstanceOfAssertFactories.MAP);
    }
}
