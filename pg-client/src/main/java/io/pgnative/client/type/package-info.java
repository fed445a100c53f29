/** Values and bytes, by OID. No connections. */
@NullMarked
package io.pgnative.client.type;

import org.jspecify.annotations.NullMarked;
