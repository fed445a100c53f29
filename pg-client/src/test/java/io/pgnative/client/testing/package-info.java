/** Fixtures for tests of this and other modules: a server that follows a script, and a proxy that records. */
@NullMarked
package io.pgnative.client.testing;

import org.jspecify.annotations.NullMarked;
