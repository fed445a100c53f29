package io.pgnative.sample;

import java.math.BigDecimal;
import java.time.OffsetDateTime;

/**
 * An order without its lines.
 *
 * @param id key
 * @param customerId who ordered
 * @param customer their name
 * @param status one of {@link OrderStatus}
 * @param placedAt when
 * @param total sum of all lines
 */
record OrderSummary(
        long id, long customerId, String customer, String status, OffsetDateTime placedAt, BigDecimal total) {}
