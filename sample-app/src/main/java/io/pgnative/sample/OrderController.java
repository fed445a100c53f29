package io.pgnative.sample;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The orders over HTTP. */
@RestController
@RequestMapping("/api/orders")
class OrderController {

    private final OrderService orders;

    OrderController(OrderService orders) {
        this.orders = orders;
    }

    @PostMapping
    Mono<ResponseEntity<Order>> place(@Valid @RequestBody NewOrder order) {
        return orders.place(order).map(placed -> ResponseEntity.created(URI.create("/api/orders/" + placed.id()))
                .body(placed));
    }

    @GetMapping("/{id}")
    Mono<Order> find(@PathVariable long id) {
        return orders.find(id);
    }

    @GetMapping
    Mono<OrderPage> list(
            @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int size,
            @RequestParam(required = false) @Nullable OrderStatus status) {
        return orders.list(page, size, status);
    }

    @PostMapping("/{id}/cancel")
    Mono<Order> cancel(@PathVariable long id) {
        return orders.cancel(id);
    }
}
