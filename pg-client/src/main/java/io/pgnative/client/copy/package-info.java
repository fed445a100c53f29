/** COPY: its command, where its data come from and where they go. Knows sessions only as what runs its requests. */
@NullMarked
package io.pgnative.client.copy;

import org.jspecify.annotations.NullMarked;
