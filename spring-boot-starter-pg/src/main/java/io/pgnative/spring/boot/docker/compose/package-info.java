/** Connection details of the services of Docker Compose. */
@NullMarked
package io.pgnative.spring.boot.docker.compose;

import org.jspecify.annotations.NullMarked;
