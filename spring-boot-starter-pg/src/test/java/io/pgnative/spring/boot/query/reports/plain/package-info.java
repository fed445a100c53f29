/** An interface of blocking code alone. */
@NullMarked
package io.pgnative.spring.boot.query.reports.plain;

import org.jspecify.annotations.NullMarked;
