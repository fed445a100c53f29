/** Rows of a result: bytes in heap chunks, decoded when asked for. */
@NullMarked
package io.pgnative.client.result;

import org.jspecify.annotations.NullMarked;
