/** The text of statements: placeholders by name, and scripts. Knows no connection and no type. */
@NullMarked
package io.pgnative.client.sql;

import org.jspecify.annotations.NullMarked;
