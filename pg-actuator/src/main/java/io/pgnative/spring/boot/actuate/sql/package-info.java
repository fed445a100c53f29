/** What can be told of statements without telling the values in them. */
@NullMarked
package io.pgnative.spring.boot.actuate.sql;

import org.jspecify.annotations.NullMarked;
