package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.Cidr;
import io.pgnative.client.Inet;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * {@code inet} and {@code cidr}: a byte each for the family, which is 2 or 3, the bits of the prefix, 1 for a network,
 * and the length of the address; then the address.
 */
final class NetworkTypes {

    private NetworkTypes() {}

    static List<ScalarCodec> codecs() {
        return List.of(new InetCodec(), new CidrCodec());
    }

    private abstract static class NetworkCodec extends ScalarCodec {

        private static final int HEADER = 4;
        private static final int V4 = 2;
        private static final int V6 = 3;
        private static final int V4_LENGTH = 4;
        private static final int V6_LENGTH = 16;

        NetworkCodec(int oid, int arrayOid, String typeName, Class<?> javaType, Alternatives alternatives) {
            super(oid, arrayOid, typeName, javaType, alternatives);
        }

        static void write(InetAddress address, int prefix, boolean network, ByteBuf out) {
            byte[] bytes = address.getAddress();
            out.writeByte(bytes.length == V4_LENGTH ? V4 : V6);
            out.writeByte(prefix);
            out.writeByte(network ? 1 : 0);
            out.writeByte(bytes.length);
            out.writeBytes(bytes);
        }

        final int prefix(byte[] bytes, int offset) {
            return Byte.toUnsignedInt(bytes[offset + 1]);
        }

        final InetAddress address(byte[] bytes, int offset, int length) {
            int family = length < HEADER ? 0 : bytes[offset];
            int expected = family == V4 ? V4_LENGTH : V6_LENGTH;
            if (family != V4 && family != V6) {
                throw new DecodeException("malformed " + typeName() + ": its family is unknown");
            }
            if (length != HEADER + expected || bytes[offset + 3] != expected) {
                throw new DecodeException("malformed " + typeName() + ": its length does not agree with its family");
            }
            byte[] address = Arrays.copyOfRange(bytes, offset + HEADER, offset + length);
            try {
                // Java would make an IPv4 address of an IPv6 address that stands for one.
                return family == V4 ? InetAddress.getByAddress(address) : Inet6Address.getByAddress(null, address, -1);
            } catch (UnknownHostException e) {
                throw new AssertionError("the length was checked", e);
            }
        }
    }

    private static final class InetCodec extends NetworkCodec {

        private static final Alternatives ALTERNATIVES = Alternatives.builder()
                .add(InetAddress.class, (codec, bytes, offset, length) -> ((InetCodec) codec)
                        .host(bytes, offset, length))
                .build();

        InetCodec() {
            super(869, 1041, "inet", Inet.class, ALTERNATIVES);
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            Inet inet;
            if (value instanceof Inet given) {
                inet = given;
            } else if (value instanceof InetAddress address) {
                inet = Given.valid(() -> Inet.of(address));
            } else if (value instanceof CharSequence text) {
                inet = Given.valid(() -> Inet.parse(text));
            } else {
                throw doesNotTake(value, "an Inet, an InetAddress or their text");
            }
            write(inet.address(), inet.prefix(), false, out);
        }

        private InetAddress host(byte[] bytes, int offset, int length) {
            Inet inet = decode(bytes, offset, length);
            if (!inet.isHost()) {
                throw new DecodeException("an inet with a prefix cannot be read as InetAddress; ask for Inet");
            }
            return inet.address();
        }

        @Override
        public Inet decode(byte[] bytes, int offset, int length) {
            InetAddress address = address(bytes, offset, length);
            return Given.received(typeName(), () -> new Inet(address, prefix(bytes, offset)));
        }
    }

    private static final class CidrCodec extends NetworkCodec {

        CidrCodec() {
            super(650, 651, "cidr", Cidr.class, Alternatives.builder().build());
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            Cidr cidr;
            if (value instanceof Cidr given) {
                cidr = given;
            } else if (value instanceof CharSequence text) {
                cidr = Given.valid(() -> Cidr.parse(text));
            } else {
                throw doesNotTake(value, "a Cidr or its text");
            }
            write(cidr.address(), cidr.prefix(), true, out);
        }

        @Override
        public Cidr decode(byte[] bytes, int offset, int length) {
            InetAddress address = address(bytes, offset, length);
            return Given.received(typeName(), () -> new Cidr(address, prefix(bytes, offset)));
        }
    }
}
