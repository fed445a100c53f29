/** Applications in which JDBC finds the database of the client. */
@NullMarked
package io.pgnative.boot.jdbc;

import org.jspecify.annotations.NullMarked;
