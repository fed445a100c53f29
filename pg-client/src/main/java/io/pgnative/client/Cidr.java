package io.pgnative.client;

import java.net.InetAddress;

/**
 * A value of the PostgreSQL type {@code cidr}: a network.
 *
 * @param address its first address: all bits behind the prefix are 0
 * @param prefix the bits of the network, 0 to 32 or 128
 */
public record Cidr(InetAddress address, int prefix) {

    /**
     * Checks the prefix and the bits behind it.
     *
     * @throws IllegalArgumentException when the prefix is out of range, a bit behind it is 1, or the address has a
     *     scope
     */
    public Cidr {
        address = IpText.check(address, prefix);
        if (IpText.hasHostBits(address, prefix)) {
            throw new IllegalArgumentException("the address of a network has only zeros behind its prefix");
        }
    }

    /**
     * Reads PostgreSQL's text form.
     *
     * @param text such as {@code 192.168.0.0/24}; without a prefix, all bits
     * @return the network
     * @throws IllegalArgumentException when it is something else
     */
    public static Cidr parse(CharSequence text) {
        String all = text.toString();
        InetAddress address = IpText.parseAddress(all);
        return new Cidr(address, IpText.parsePrefix(all, address));
    }

    /**
     * PostgreSQL's text form.
     *
     * @return such as {@code 192.168.0.0/24}
     */
    @Override
    public String toString() {
        return IpText.format(address) + "/" + prefix;
    }
}
