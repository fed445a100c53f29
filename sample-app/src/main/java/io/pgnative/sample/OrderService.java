package io.pgnative.sample;

import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.ReactivePgOperations;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/** Places, finds, lists and cancels orders. */
@Service
class OrderService {

    private static final String FIND_ORDER = """
            select o.id, o.customer_id, c.name as customer, o.status, o.placed_at, o.total
            from customer_order o
            join customer c on c.id = o.customer_id
            where o.id = $1
            """;

    private static final String FIND_LINES = """
            select l.line_no, l.sku, p.name, l.quantity, l.unit_price
            from order_line l
            join product p on p.sku = l.sku
            where l.order_id = $1
            order by l.line_no
            """;

    private static final String FIND_CUSTOMER = "select id, name, city from customer where id = $1";

    /** The locks are taken in the order of the keys, so that two orders of the same products cannot deadlock. */
    private static final String LOCK_PRODUCTS = """
            select sku, name, price, on_hand from product
            where sku = any($1::text[])
            order by sku
            for update
            """;

    private static final String INSERT_ORDER = """
            insert into customer_order (customer_id, total) values ($1, $2) returning id
            """;

    private static final String INSERT_LINE = """
            insert into order_line (order_id, line_no, sku, quantity, unit_price) values ($1, $2, $3, $4, $5)
            """;

    private static final String CHANGE_STOCK = "update product set on_hand = on_hand + $2 where sku = $1";

    private static final String LOCK_ORDER = "select status from customer_order where id = $1 for update";

    private static final String CANCEL_ORDER = "update customer_order set status = 'CANCELLED' where id = $1";

    private final ReactivePgClient pg;
    private final BoardQueries queries;

    OrderService(ReactivePgClient pg, BoardQueries queries) {
        this.pg = pg;
        this.queries = queries;
    }

    /** The arguments of {@link #INSERT_LINE}. */
    private record LineRow(long orderId, int lineNo, String sku, int quantity, BigDecimal unitPrice) {}

    /** The arguments of {@link #CHANGE_STOCK}. */
    private record StockChange(String sku, int difference) {}

    /**
     * An order with its lines.
     *
     * @param id its key
     * @return the order; fails when there is none
     */
    Mono<Order> find(long id) {
        return find(pg, id);
    }

    /**
     * A page of orders, the newest first.
     *
     * @param page its number, from 0
     * @param size orders per page
     * @param status only those in this state; null for all
     * @return the page; empty behind the last one
     */
    Mono<OrderPage> list(int page, int size, @Nullable OrderStatus status) {
        Mono<List<OrderSummary>> orders =
                queries.orders(status, size, (long) page * size).collectList();
        Mono<Long> total = queries.countOrders(status);
        return Mono.zip(orders, total, (found, count) -> new OrderPage(page, size, count, found));
    }

    /**
     * Takes the stock and stores the order with its lines: all in one transaction, or nothing.
     *
     * @param order its lines name each product once
     * @return the order as stored; fails when input names what does not exist, or when stock is short
     */
    Mono<Order> place(NewOrder order) {
        List<NewOrder.Line> lines = order.lines();
        requireDistinct(lines);
        return pg.inTransaction(tx -> requireCustomer(tx, order.customerId())
                .then(lockProducts(tx, lines.stream().map(NewOrder.Line::sku).toList()))
                .flatMap(products -> {
                    requireKnown(lines, products);
                    requireStock(lines, products);
                    return store(tx, order, products);
                }));
    }

    /**
     * Marks the order as cancelled and gives the stock back, in a transaction of Spring's: all of it, or nothing.
     *
     * @param id its key
     * @return the cancelled order; fails when there is none, or when it is no longer open
     */
    @Transactional
    Mono<Order> cancel(long id) {
        return pg.fetchRow(String.class, LOCK_ORDER, id)
                .switchIfEmpty(Mono.error(() -> Problems.noSuchOrder(id)))
                .flatMap(status -> {
                    if (!status.equals(OrderStatus.PLACED.name())) {
                        return Mono.error(Problems.conflict(
                                "Order " + id + " is " + status + "; only a placed order can be cancelled."));
                    }
                    return find(pg, id);
                })
                .flatMap(order -> lockProducts(
                                pg, order.lines().stream().map(OrderLine::sku).toList())
                        .then(pg.execute(CANCEL_ORDER, id))
                        .then(pg.executeMany(
                                CHANGE_STOCK,
                                order.lines().stream()
                                        .map(line -> new StockChange(line.sku(), line.quantity()))
                                        .toList()))
                        .then(find(pg, id)));
    }

    private static Mono<Order> find(ReactivePgOperations pg, long id) {
        return pg.fetchRow(OrderSummary.class, FIND_ORDER, id)
                .switchIfEmpty(Mono.error(() -> Problems.noSuchOrder(id)))
                .zipWhen(summary -> pg.fetch(OrderLine.class, FIND_LINES, id).collectList(), Order::of);
    }

    private static Mono<Customer> requireCustomer(ReactivePgOperations tx, long id) {
        return tx.fetchRow(Customer.class, FIND_CUSTOMER, id)
                .switchIfEmpty(Mono.error(() -> Problems.invalid("customerId", "there is no customer " + id)));
    }

    private static Mono<Map<String, Product>> lockProducts(ReactivePgOperations tx, List<String> skus) {
        return tx.fetch(Product.class, LOCK_PRODUCTS, skus).collectMap(Product::sku);
    }

    private static Mono<Order> store(ReactivePgOperations tx, NewOrder order, Map<String, Product> products) {
        List<NewOrder.Line> lines = order.lines();
        BigDecimal total = lines.stream()
                .map(line -> product(line, products).price().multiply(BigDecimal.valueOf(line.quantity())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        List<StockChange> changes = lines.stream()
                .map(line -> new StockChange(line.sku(), -line.quantity()))
                .toList();
        return tx.fetchOne(Long.class, INSERT_ORDER, order.customerId(), total)
                .flatMap(id -> tx.executeMany(INSERT_LINE, lineRows(id, lines, products))
                        .then(tx.executeMany(CHANGE_STOCK, changes))
                        .then(find(tx, id)));
    }

    private static List<LineRow> lineRows(long id, List<NewOrder.Line> lines, Map<String, Product> products) {
        List<LineRow> rows = new ArrayList<>();
        for (NewOrder.Line line : lines) {
            BigDecimal price = product(line, products).price();
            rows.add(new LineRow(id, rows.size() + 1, line.sku(), line.quantity(), price));
        }
        return rows;
    }

    private static void requireDistinct(List<NewOrder.Line> lines) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!seen.add(lines.get(i).sku())) {
                throw Problems.invalid("lines[" + i + "].sku", "the product is on another line already");
            }
        }
    }

    private static void requireKnown(List<NewOrder.Line> lines, Map<String, Product> products) {
        for (int i = 0; i < lines.size(); i++) {
            if (!products.containsKey(lines.get(i).sku())) {
                throw Problems.invalid("lines[" + i + "].sku", "there is no such product");
            }
        }
    }

    private static void requireStock(List<NewOrder.Line> lines, Map<String, Product> products) {
        String shortages = lines.stream()
                .filter(line -> product(line, products).onHand() < line.quantity())
                .map(line -> "%s: %d ordered, %d on hand"
                        .formatted(
                                line.sku(),
                                line.quantity(),
                                product(line, products).onHand()))
                .collect(Collectors.joining("; "));
        if (!shortages.isEmpty()) {
            throw Problems.conflict("Not enough in stock. " + shortages + ".");
        }
    }

    private static Product product(NewOrder.Line line, Map<String, Product> products) {
        return Objects.requireNonNull(products.get(line.sku()));
    }
}
