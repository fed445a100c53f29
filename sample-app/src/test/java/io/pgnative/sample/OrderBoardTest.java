package io.pgnative.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.BlockingPgClient;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The whole application over HTTP, on the embedded server. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureWebTestClient(timeout = "30s")
class OrderBoardTest {

    private static final String LAMP = "SKU-010";
    private static final String SHELF = "SKU-011";

    private final WebTestClient web;
    private final BlockingPgClient pg;
    private final DatabaseInitializer initializer;

    OrderBoardTest(
            @Autowired WebTestClient web, @Autowired BlockingPgClient pg, @Autowired DatabaseInitializer initializer) {
        this.web = web;
        this.pg = pg;
        this.initializer = initializer;
    }

    /** All that an order may change. */
    private record Books(long orders, long lines, long stock) {}

    private Books books() {
        return pg.fetchOne(Books.class, """
                select (select count(*) from customer_order) as orders,
                       (select count(*) from order_line) as lines,
                       (select sum(on_hand) from product) as stock
                """);
    }

    private int onHand(String sku) {
        return pg.fetchOne(Integer.class, "select on_hand from product where sku = $1", sku);
    }

    @BeforeEach
    void fillsTheShelves() {
        pg.execute("update product set on_hand = 100 where sku in ($1, $2)", LAMP, SHELF);
    }

    private static NewOrder order(NewOrder.Line... lines) {
        return new NewOrder(7L, List.of(lines));
    }

    private static NewOrder.Line line(String sku, int quantity) {
        return new NewOrder.Line(sku, quantity);
    }

    private WebTestClient.ResponseSpec post(Object body) {
        return web.post()
                .uri("/api/orders")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private Order place(NewOrder order) {
        return Objects.requireNonNull(post(order)
                .expectStatus()
                .isCreated()
                .expectBody(Order.class)
                .returnResult()
                .getResponseBody());
    }

    private static ProblemDetail problem(WebTestClient.ResponseSpec response, HttpStatus status) {
        return Objects.requireNonNull(response.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody(ProblemDetail.class)
                .returnResult()
                .getResponseBody());
    }

    private OrderPage list(String query) {
        return Objects.requireNonNull(web.get()
                .uri("/api/orders" + query)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(OrderPage.class)
                .returnResult()
                .getResponseBody());
    }

    @Test
    void seedsTenThousandOrdersWhoseTotalsAreThoseOfTheirLines() {
        Books seeded = pg.fetchOne(Books.class, """
                select count(distinct o.id) as orders, count(*) as lines,
                       (select sum(on_hand) from product) as stock
                from customer_order o join order_line l on l.order_id = o.id
                where o.id <= 10000
                """);
        assertThat(seeded.orders()).isEqualTo(10_000);
        assertThat(seeded.lines()).isBetween(20_000L, 30_000L);
        long wrong = pg.fetchOne(Long.class, """
                select count(*) from customer_order o
                where total <> (select sum(quantity * unit_price) from order_line l where l.order_id = o.id)
                """);
        assertThat(wrong).isZero();
    }

    @Test
    void leavesAFilledDatabaseAloneWhenStartedAgain() {
        Books before = books();
        initializer.afterSingletonsInstantiated();
        assertThat(books()).isEqualTo(before);
    }

    @Test
    void placesAnOrderAndTakesItsStock() {
        Books before = books();

        Order placed = Objects.requireNonNull(post(order(line(SHELF, 2), line(LAMP, 3)))
                .expectStatus()
                .isCreated()
                .expectHeader()
                .value("Location", location -> assertThat(location).matches("/api/orders/\\d+"))
                .expectBody(Order.class)
                .returnResult()
                .getResponseBody());

        assertThat(placed.status()).isEqualTo("PLACED");
        assertThat(placed.customerId()).isEqualTo(7);
        assertThat(placed.lines()).extracting(OrderLine::lineNo).containsExactly(1, 2);
        assertThat(placed.lines()).extracting(OrderLine::sku).containsExactly(SHELF, LAMP);
        assertThat(placed.lines()).extracting(OrderLine::quantity).containsExactly(2, 3);
        BigDecimal sum = placed.lines().stream()
                .map(l -> l.unitPrice().multiply(BigDecimal.valueOf(l.quantity())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(placed.total()).isPositive().isEqualByComparingTo(sum);
        assertThat(onHand(SHELF)).isEqualTo(98);
        assertThat(onHand(LAMP)).isEqualTo(97);
        assertThat(books()).isEqualTo(new Books(before.orders() + 1, before.lines() + 2, before.stock() - 5));
    }

    @Test
    void findsAnOrderByTheLocationOfItsPlacing() {
        Order placed = place(order(line(LAMP, 1)));
        web.get()
                .uri("/api/orders/" + placed.id())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Order.class)
                .value(found -> assertThat(found)
                        .usingRecursiveComparison()
                        .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                        .isEqualTo(placed));
    }

    @Test
    void saysThatAnUnknownOrderDoesNotExist() {
        ProblemDetail problem = problem(web.get().uri("/api/orders/99999999").exchange(), HttpStatus.NOT_FOUND);
        assertThat(problem.getDetail()).contains("99999999");
        problem(web.post().uri("/api/orders/99999999/cancel").exchange(), HttpStatus.NOT_FOUND);
    }

    @Test
    void listsTheNewestOrdersFirstPageByPage() {
        Order newest = place(order(line(LAMP, 1)));
        OrderPage first = list("?size=10");
        OrderPage second = list("?size=10&page=1");

        assertThat(first.orders()).hasSize(10);
        assertThat(first.orders().get(0).id()).isEqualTo(newest.id());
        assertThat(first.total()).isEqualTo(books().orders());
        List<Long> ids = new ArrayList<>();
        first.orders().forEach(o -> ids.add(o.id()));
        second.orders().forEach(o -> ids.add(o.id()));
        assertThat(ids).hasSize(20).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(list("?page=1000000&size=100").orders()).isEmpty();
    }

    @Test
    void listsOnlyTheOrdersOfAStatus() {
        OrderPage cancelled = list("?status=CANCELLED&size=50");
        assertThat(cancelled.orders()).hasSize(50).allMatch(o -> o.status().equals("CANCELLED"));
        assertThat(cancelled.total()).isBetween(588L, 999L);
    }

    @Test
    void givesTheStockBackWhenAnOrderIsCancelled() {
        Order placed = place(order(line(LAMP, 4), line(SHELF, 5)));
        web.post()
                .uri("/api/orders/" + placed.id() + "/cancel")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Order.class)
                .value(cancelled -> assertThat(cancelled.status()).isEqualTo("CANCELLED"));
        assertThat(onHand(LAMP)).isEqualTo(100);
        assertThat(onHand(SHELF)).isEqualTo(100);

        ProblemDetail again =
                problem(web.post().uri("/api/orders/" + placed.id() + "/cancel").exchange(), HttpStatus.CONFLICT);
        assertThat(again.getDetail()).contains("CANCELLED");
        assertThat(onHand(LAMP)).isEqualTo(100);
    }

    @Test
    void leavesAnOrderAsItWasWhenItsStockCannotBeGivenBack() {
        Order placed = place(order(line(LAMP, 4)));
        // One more than this is no integer.
        pg.execute("update product set on_hand = $2 where sku = $1", LAMP, Integer.MAX_VALUE);
        web.post()
                .uri("/api/orders/" + placed.id() + "/cancel")
                .exchange()
                .expectStatus()
                .is5xxServerError();
        assertThat(pg.fetchOne(String.class, "select status from customer_order where id = $1", placed.id()))
                .isEqualTo("PLACED");
    }

    @Test
    void doesNotCancelAnOrderThatIsOnItsWay() {
        ProblemDetail problem = problem(web.post().uri("/api/orders/1/cancel").exchange(), HttpStatus.CONFLICT);
        assertThat(problem.getDetail()).contains("SHIPPED");
    }

    @Test
    void changesNothingWhenOneProductIsShort() {
        Books before = books();
        ProblemDetail problem = problem(post(order(line(SHELF, 2), line(LAMP, 101))), HttpStatus.CONFLICT);
        assertThat(problem.getDetail())
                .contains(LAMP, "101 ordered", "100 on hand")
                .doesNotContain(SHELF);
        assertThat(books()).isEqualTo(before);
        assertThat(onHand(SHELF)).isEqualTo(100);
    }

    @Test
    void sellsTheLastFiveToExactlyFiveOfTwentyThatComeTogether() throws Exception {
        pg.execute("update product set on_hand = 5 where sku = $1", LAMP);
        Books before = books();

        List<Integer> answers = inParallel(
                20, i -> post(i % 2 == 0 ? order(line(LAMP, 1), line(SHELF, 1)) : order(line(SHELF, 1), line(LAMP, 1)))
                        .expectBody(String.class)
                        .returnResult()
                        .getStatus()
                        .value());

        assertThat(answers.stream().filter(status -> status == 201)).hasSize(5);
        assertThat(answers.stream().filter(status -> status == 409)).hasSize(15);
        assertThat(onHand(LAMP)).isZero();
        assertThat(onHand(SHELF)).isEqualTo(95);
        assertThat(books()).isEqualTo(new Books(before.orders() + 5, before.lines() + 10, before.stock() - 10));
    }

    @Test
    void cancelsAnOrderOnceHoweverManyAskAtTheSameTime() throws Exception {
        Order placed = place(order(line(LAMP, 10), line(SHELF, 10)));
        List<Integer> answers = inParallel(10, i -> web.post()
                .uri("/api/orders/" + placed.id() + "/cancel")
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getStatus()
                .value());
        assertThat(answers.stream().filter(status -> status == 200)).hasSize(1);
        assertThat(answers.stream().filter(status -> status == 409)).hasSize(9);
        assertThat(onHand(LAMP)).isEqualTo(100);
        assertThat(onHand(SHELF)).isEqualTo(100);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    customerId        | {"lines":[{"sku":"SKU-010","quantity":1}]}
                    customerId        | {"customerId":999999,"lines":[{"sku":"SKU-010","quantity":1}]}
                    customerId        | {"customerId":"you","lines":[{"sku":"SKU-010","quantity":1}]}
                    lines             | {"customerId":7}
                    lines             | {"customerId":7,"lines":[]}
                    lines[0].sku      | {"customerId":7,"lines":[{"quantity":1}]}
                    lines[0].sku      | {"customerId":7,"lines":[{"sku":"nothing","quantity":1}]}
                    lines[1].sku      | {"customerId":7,"lines":[{"sku":"SKU-010","quantity":1},{"sku":"SKU-010","quantity":1}]}
                    lines[0].quantity | {"customerId":7,"lines":[{"sku":"SKU-010","quantity":0}]}
                    lines[0].quantity | {"customerId":7,"lines":[{"sku":"SKU-010"}]}
                    lines[1].quantity | {"customerId":7,"lines":[{"sku":"SKU-010","quantity":1},{"sku":"SKU-011","quantity":"two"}]}
                    body              | {"customerId":7,
                    """)
    void namesTheFieldThatIsWrong(String field, String body) {
        Books before = books();
        ProblemDetail problem = problem(post(body), HttpStatus.BAD_REQUEST);
        assertThat(problem.getDetail()).startsWith(field + ": ");
        assertThat(books()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"page, ?page=-1", "page, ?page=two", "size, ?size=0", "size, ?size=101", "status, ?status=LOST"})
    void namesTheParameterThatIsWrong(String parameter, String query) {
        ProblemDetail problem = problem(web.get().uri("/api/orders" + query).exchange(), HttpStatus.BAD_REQUEST);
        assertThat(problem.getDetail()).startsWith(parameter + ": ");
    }

    @Test
    void isUpAndTellsOfItsDatabase() {
        web.get()
                .uri("/actuator/health")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("UP")
                .jsonPath("$.components.pgnative.status")
                .isEqualTo("UP")
                .jsonPath("$.components.pgnative.details.version")
                .exists()
                .jsonPath("$.components.pgnative.details.database")
                .exists()
                .jsonPath("$.components.pgnative.details.pool")
                .exists();
    }

    @Test
    void countsItsWorkInTheMetrics() {
        web.get()
                .uri("/actuator/metrics")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.names")
                .value(names -> assertThat((List<?>) names).asString().contains("pgnative.pool."));
        double before = acquired();
        list("");
        assertThat(acquired()).isGreaterThan(before);
    }

    private double acquired() {
        return measurement("pgnative.pool.acquire", "COUNT");
    }

    private double measurement(String meter, String statistic) {
        Map<?, ?> body = Objects.requireNonNull(web.get()
                .uri("/actuator/metrics/" + meter)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody());
        List<?> measurements = (List<?>) Objects.requireNonNull(body.get("measurements"));
        return measurements.stream()
                .map(measurement -> (Map<?, ?>) measurement)
                .filter(measurement -> statistic.equals(measurement.get("statistic")))
                .mapToDouble(measurement -> ((Number) Objects.requireNonNull(measurement.get("value"))).doubleValue())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void showsThePageAndItsPoolFigures() {
        web.get()
                .uri("/")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.TEXT_HTML)
                .expectBody(String.class)
                .value(page -> assertThat(page).contains("Order board", "board.js", "board.css"));
        for (String asset : List.of("/board.js", "/board.css")) {
            web.get().uri(asset).exchange().expectStatus().isOk().expectBody().returnResult();
        }
        list("");
        PoolFigures pool = Objects.requireNonNull(web.get()
                .uri("/api/pool")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(PoolFigures.class)
                .returnResult()
                .getResponseBody());
        assertThat(pool.maxSize()).isEqualTo(8);
        assertThat(pool.size()).isBetween(1, 8);
        assertThat(pool.acquired()).isPositive();
        web.get().uri("/api/products").exchange().expectBodyList(Product.class).hasSize(60);
        web.get()
                .uri("/api/customers")
                .exchange()
                .expectBodyList(Customer.class)
                .hasSize(200);
    }

    /** Work of which there are several, told apart by a number. */
    private interface Numbered<T> {
        T call(int number);
    }

    private static <T> List<T> inParallel(int count, Numbered<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            CyclicBarrier start = new CyclicBarrier(count);
            List<Callable<T>> tasks = IntStream.range(0, count)
                    .<Callable<T>>mapToObj(i -> () -> {
                        start.await(30, TimeUnit.SECONDS);
                        return work.call(i);
                    })
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> done : threads.invokeAll(tasks)) {
                results.add(done.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
