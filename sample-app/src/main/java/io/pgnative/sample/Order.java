package io.pgnative.sample;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * An order with its lines.
 *
 * @param id key
 * @param customerId who ordered
 * @param customer their name
 * @param status one of {@link OrderStatus}
 * @param placedAt when
 * @param total sum of all lines
 * @param lines what was ordered
 */
record Order(
        long id,
        long customerId,
        String customer,
        String status,
        OffsetDateTime placedAt,
        BigDecimal total,
        List<OrderLine> lines) {

    static Order of(OrderSummary summary, List<OrderLine> lines) {
        return new Order(
                summary.id(),
                summary.customerId(),
                summary.customer(),
                summary.status(),
                summary.placedAt(),
                summary.total(),
                lines);
    }
}
