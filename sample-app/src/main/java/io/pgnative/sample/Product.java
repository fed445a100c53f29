package io.pgnative.sample;

import java.math.BigDecimal;

/**
 * A product and its stock.
 *
 * @param sku key
 * @param name what it is
 * @param price today's price of one
 * @param onHand how many can be ordered
 */
record Product(String sku, String name, BigDecimal price, int onHand) {}
