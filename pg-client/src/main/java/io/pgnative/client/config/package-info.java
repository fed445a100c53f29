/** Where options come from: the DSN, and their checks. */
@NullMarked
package io.pgnative.client.config;

import org.jspecify.annotations.NullMarked;
