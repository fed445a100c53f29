package io.pgnative.client.session.tls;

import io.netty.channel.ChannelHandlerContext;

/**
 * A connection that is ready for the first message.
 *
 * @param channel of the handler that was given
 * @param security how well it is protected
 */
public record SecuredChannel(ChannelHandlerContext channel, ChannelSecurity security) {}
