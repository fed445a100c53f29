/** TLS between the TCP connection and the first message of the protocol: certificates, negotiation, channel binding. */
@NullMarked
package io.pgnative.client.session.tls;

import org.jspecify.annotations.NullMarked;
