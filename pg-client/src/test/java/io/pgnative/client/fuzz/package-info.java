/** A server that breaks the protocol in every way that can be thought of, and what the client must do about it. */
@NullMarked
package io.pgnative.client.fuzz;

import org.jspecify.annotations.NullMarked;
