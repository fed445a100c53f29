/** The messages that a client sends, one record each, readable and writable. */
@NullMarked
package io.pgnative.client.wire.frontend;

import org.jspecify.annotations.NullMarked;
