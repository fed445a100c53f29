package io.pgnative.client;

import java.net.InetAddress;

/**
 * A value of the PostgreSQL type {@code inet}: the address of a host and how many of its bits are its network's. No
 * name service is ever asked. An IPv6 address that stands for an IPv4 address ({@code ::ffff:1.2.3.4}) stays one.
 *
 * @param address without a host name and a scope
 * @param prefix the bits of the network, 0 to 32 or 128
 */
public record Inet(InetAddress address, int prefix) {

    /**
     * Checks the prefix.
     *
     * @throws IllegalArgumentException when the prefix is out of range, or the address has a scope
     */
    public Inet {
        address = IpText.check(address, prefix);
    }

    /**
     * A host alone.
     *
     * @param address its address
     * @return with all bits as prefix
     * @throws IllegalArgumentException when the address has a scope
     */
    public static Inet of(InetAddress address) {
        return new Inet(address, IpText.fullPrefix(address));
    }

    /**
     * Reads PostgreSQL's text form.
     *
     * @param text such as {@code 192.168.0.1/24} or {@code ::1}
     * @return the address
     * @throws IllegalArgumentException when it is something else
     */
    public static Inet parse(CharSequence text) {
        String all = text.toString();
        InetAddress address = IpText.parseAddress(all);
        return new Inet(address, IpText.parsePrefix(all, address));
    }

    /**
     * Whether this is the address of a host alone.
     *
     * @return whether all bits are prefix
     */
    public boolean isHost() {
        return prefix == IpText.fullPrefix(address);
    }

    /**
     * PostgreSQL's text form.
     *
     * @return such as {@code 192.168.0.1/24}, without the prefix when it is all bits
     */
    @Override
    public String toString() {
        return isHost() ? IpText.format(address) : IpText.format(address) + "/" + prefix;
    }
}
