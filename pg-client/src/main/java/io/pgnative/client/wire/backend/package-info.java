/** The messages that a server sends, one record each, readable and writable. */
@NullMarked
package io.pgnative.client.wire.backend;

import org.jspecify.annotations.NullMarked;
