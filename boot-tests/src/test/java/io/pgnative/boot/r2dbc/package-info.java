/** R2DBC in the application that uses the client. */
@NullMarked
package io.pgnative.boot.r2dbc;

import org.jspecify.annotations.NullMarked;
