/** Applications with JPA beside the client. */
@NullMarked
package io.pgnative.boot.jpa;

import org.jspecify.annotations.NullMarked;
