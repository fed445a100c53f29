/** Auto-configuration of health and metrics. */
@NullMarked
package io.pgnative.spring.boot.actuate.autoconfigure;

import org.jspecify.annotations.NullMarked;
