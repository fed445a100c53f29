/**
 * Fixtures for tests of this client and of what is built on it: a real server, a scripted server, a proxy that records
 * and disturbs.
 */
@NullMarked
package io.pgnative.client.testing;

import org.jspecify.annotations.NullMarked;
