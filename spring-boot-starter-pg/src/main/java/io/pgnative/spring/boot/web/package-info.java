/** What controllers may return: futures of Vert.x, and rows. */
@NullMarked
package io.pgnative.spring.boot.web;

import org.jspecify.annotations.NullMarked;
