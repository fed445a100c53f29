/** One connection on one event loop: the start-up, the queue of exchanges, and one class for each exchange. */
@NullMarked
package io.pgnative.client.session;

import org.jspecify.annotations.NullMarked;
