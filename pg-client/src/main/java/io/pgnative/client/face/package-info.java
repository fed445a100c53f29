/** The faces of the client: futures, Reactor, blocking. Thin views over one way of running requests. */
@NullMarked
package io.pgnative.client.face;

import org.jspecify.annotations.NullMarked;
