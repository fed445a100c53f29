/** Interfaces that tell which client has run their statements. */
@NullMarked
package io.pgnative.spring.boot.query.reports;

import org.jspecify.annotations.NullMarked;
