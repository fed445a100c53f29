/**
 * How a client proves who it is and a server that it may be told: the methods of authentication, and the table of what
 * a server may say while it is not yet trusted. Knows messages, not sockets.
 */
@NullMarked
package io.pgnative.client.session.auth;

import org.jspecify.annotations.NullMarked;
