/**
 * COPY: its command, where its data come from and where they go; and what else is written as a publisher gives it.
 * Knows sessions only as what runs its requests.
 */
@NullMarked
package io.pgnative.client.copy;

import org.jspecify.annotations.NullMarked;
