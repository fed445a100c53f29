/** Pages and windows of Spring Data, cut out of any statement. */
@NullMarked
package io.pgnative.spring.boot.data;

import org.jspecify.annotations.NullMarked;
