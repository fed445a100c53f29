package io.pgnative.sample;

import java.math.BigDecimal;

/**
 * A line of an order.
 *
 * @param lineNo its place, from 1
 * @param sku the product
 * @param name the product's name
 * @param quantity how many
 * @param unitPrice price of one on the day of the order
 */
record OrderLine(int lineNo, String sku, String name, int quantity, BigDecimal unitPrice) {}
