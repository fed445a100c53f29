package io.pgnative.sample;

import java.util.List;

/**
 * A page of orders, the newest first.
 *
 * @param page its number, from 0
 * @param size how many orders a full page has
 * @param total how many orders there are on all pages
 * @param orders those of this page
 */
record OrderPage(int page, int size, long total, List<OrderSummary> orders) {}
