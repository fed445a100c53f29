/** Who may use which connection when. */
@NullMarked
package io.pgnative.client.pool;

import org.jspecify.annotations.NullMarked;
