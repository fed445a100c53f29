package io.pgnative.sample;

import io.pgnative.spring.boot.query.PgQueries;
import io.pgnative.spring.boot.query.Query;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is only read, outside of transactions. */
@PgQueries
interface BoardQueries {

    @Query("select id, name, city from customer order by name, id")
    Flux<Customer> customers();

    @Query("select sku, name, price, on_hand from product order by sku")
    Flux<Product> products();

    @Query("""
            select o.id, o.customer_id, c.name as customer, o.status, o.placed_at, o.total
            from customer_order o
            join customer c on c.id = o.customer_id
            where :status::text is null or o.status = :status
            order by o.id desc
            limit :size offset :offset
            """)
    Flux<OrderSummary> orders(@Nullable OrderStatus status, int size, long offset);

    @Query("select count(*) from customer_order where :status::text is null or status = :status")
    Mono<Long> countOrders(@Nullable OrderStatus status);
}
