/** A small application on both web stacks. */
@NullMarked
package io.pgnative.boot.web;

import org.jspecify.annotations.NullMarked;
