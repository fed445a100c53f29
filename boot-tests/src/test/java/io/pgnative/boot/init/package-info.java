/** What is done to the database when an application starts. */
@NullMarked
package io.pgnative.boot.init;

import org.jspecify.annotations.NullMarked;
