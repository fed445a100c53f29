/** The client's failures as exceptions that Spring knows. */
@NullMarked
package io.pgnative.spring.boot.exception;

import org.jspecify.annotations.NullMarked;
