/** Connection details of containers that tests start. */
@NullMarked
package io.pgnative.spring.boot.testcontainers;

import org.jspecify.annotations.NullMarked;
