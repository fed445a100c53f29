package io.pgnative.client.session;

import io.pgnative.client.result.ResultRows;

/**
 * Some rows of a portal.
 *
 * @param portal where they come from; it knows whether there are more
 * @param rows the rows, none if there were no more, or none were asked for
 */
public record PortalBatch(Portal portal, ResultRows rows) {}
