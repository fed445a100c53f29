/** Real servers and databases for tests, of this module and of the others. */
@NullMarked
package io.pgnative.client.testing;

import org.jspecify.annotations.NullMarked;
