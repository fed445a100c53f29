/**
 * Java classes as named, typed components: how objects are made of values, and taken apart. Knows no other
 * implementation package.
 */
@NullMarked
package io.pgnative.client.mapping;

import org.jspecify.annotations.NullMarked;
