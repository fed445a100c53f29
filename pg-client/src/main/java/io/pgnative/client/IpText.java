package io.pgnative.client;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** Network addresses as PostgreSQL writes them. Never asks a name service. */
final class IpText {

    private static final int V4_LENGTH = 4;
    private static final int V6_LENGTH = 16;
    private static final int V6_GROUPS = 8;

    private IpText() {}

    /** Java would make an IPv4 address of an IPv6 address that stands for one; PostgreSQL keeps them apart. */
    static InetAddress address(byte[] bytes) {
        try {
            return bytes.length == V6_LENGTH
                    ? Inet6Address.getByAddress(null, bytes, -1)
                    : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
        }
    }

    static int fullPrefix(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }

    /** Checks the parts of an {@link Inet} and a {@link Cidr}, and drops a host name. */
    static InetAddress check(InetAddress address, int prefix) {
        if (address instanceof Inet6Address v6 && (v6.getScopeId() != 0 || v6.getScopedInterface() != null)) {
            throw new IllegalArgumentException("PostgreSQL cannot store the scope of an IPv6 address");
        }
        int full = fullPrefix(address);
        if (prefix < 0 || prefix > full) {
            throw new IllegalArgumentException("the prefix must be 0 to " + full + " bits");
        }
        return address(address.getAddress());
    }

    static boolean hasHostBits(InetAddress address, int prefix) {
        byte[] bytes = address.getAddress();
        for (int bit = prefix; bit < bytes.length * Byte.SIZE; bit++) {
            if ((bytes[bit / Byte.SIZE] & 0x80 >>> bit % Byte.SIZE) != 0) {
                return true;
            }
        }
        return false;
    }

    // Writing.

    static String format(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == V4_LENGTH ? formatV4(bytes, 0) : formatV6(bytes);
    }

    private static String formatV4(byte[] bytes, int offset) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < V4_LENGTH; i++) {
            text.append(i == 0 ? "" : ".").append(Byte.toUnsignedInt(bytes[offset + i]));
        }
        return text.toString();
    }

    /** The longest run of zeros is left out, the first of equals; an IPv4 address within keeps its dots. */
    private static String formatV6(byte[] bytes) {
        int best = -1;
        int bestLength = 1;
        for (int i = 0; i < V6_GROUPS; i++) {
            int length = 0;
            while (i + length < V6_GROUPS && group(bytes, i + length) == 0) {
                length++;
            }
            if (length > bestLength) {
                best = i;
                bestLength = length;
            }
        }
        boolean dotted = best == 0 && (bestLength == 6 || (bestLength == 5 && group(bytes, 5) == 0xFFFF));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < (dotted ? V6_GROUPS - 2 : V6_GROUPS); i++) {
            if (best >= 0 && i >= best && i < best + bestLength) {
                text.append(i == best ? ":" : "");
            } else {
                text.append(i == 0 ? "" : ":").append(Integer.toHexString(group(bytes, i)));
            }
        }
        if (dotted) {
            text.append(':').append(formatV4(bytes, V6_LENGTH - V4_LENGTH));
        } else if (best >= 0 && best + bestLength == V6_GROUPS) {
            text.append(':');
        }
        return text.toString();
    }

    private static int group(byte[] bytes, int index) {
        return Byte.toUnsignedInt(bytes[2 * index]) << 8 | Byte.toUnsignedInt(bytes[2 * index + 1]);
    }

    // Reading.

    /** Where the prefix begins; the length when there is none. */
    static int slash(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? text.length() : slash;
    }

    static InetAddress parseAddress(String text) {
        String address = text.substring(0, slash(text));
        return address(address.indexOf(':') < 0 ? parseV4(address) : parseV6(address));
    }

    static int parsePrefix(String text, InetAddress address) {
        int slash = slash(text);
        return slash == text.length() ? fullPrefix(address) : number(text.substring(slash + 1));
    }

    private static byte[] parseV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != V4_LENGTH) {
            throw malformed();
        }
        byte[] bytes = new byte[V4_LENGTH];
        for (int i = 0; i < V4_LENGTH; i++) {
            int part = number(parts[i]);
            if (part > 0xFF) {
                throw malformed();
            }
            bytes[i] = (byte) part;
        }
        return bytes;
    }

    private static int number(String text) {
        if (text.isEmpty() || text.length() > 3) {
            throw malformed();
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw malformed();
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    private static byte[] parseV6(String text) {
        int gap = text.indexOf("::");
        byte[] head = groups(gap < 0 ? text : text.substring(0, gap));
        byte[] tail = gap < 0 ? new byte[0] : groups(text.substring(gap + 2));
        int length = head.length + tail.length;
        if (gap < 0 ? length != V6_LENGTH : length >= V6_LENGTH) {
            throw malformed();
        }
        byte[] bytes = new byte[V6_LENGTH];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(tail, 0, bytes, V6_LENGTH - tail.length, tail.length);
        return bytes;
    }

    private static byte[] groups(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] groups = text.split(":", -1);
        if (groups.length > V6_GROUPS) {
            throw malformed();
        }
        boolean dotted = groups[groups.length - 1].indexOf('.') >= 0;
        byte[] bytes = new byte[2 * groups.length + (dotted ? 2 : 0)];
        for (int i = 0; i < groups.length; i++) {
            if (dotted && i == groups.length - 1) {
                System.arraycopy(parseV4(groups[i]), 0, bytes, 2 * i, V4_LENGTH);
            } else {
                int group = hexGroup(groups[i]);
                bytes[2 * i] = (byte) (group >>> 8);
                bytes[2 * i + 1] = (byte) group;
            }
        }
        return bytes;
    }

    private static int hexGroup(String text) {
        if (text.isEmpty() || text.length() > 4) {
            throw malformed();
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!HexFormat.isHexDigit(c)) {
                throw malformed();
            }
            value = value << 4 | HexFormat.fromHexDigit(c);
        }
        return value;
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "is no network address: expected an IPv4 or IPv6 address, and / with the bits of its prefix if not all");
    }
}
