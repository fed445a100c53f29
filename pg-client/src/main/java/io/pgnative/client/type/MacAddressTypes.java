package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.MacAddress;
import java.util.Arrays;
import java.util.List;

/** {@code macaddr}: 6 bytes. {@code macaddr8}: 8 bytes. Neither takes the other's, which the server could convert. */
final class MacAddressTypes {

    private MacAddressTypes() {}

    static List<ScalarCodec> codecs() {
        return List.of(new MacAddressCodec(829, 1040, "macaddr", 6), new MacAddressCodec(774, 775, "macaddr8", 8));
    }

    private static final class MacAddressCodec extends ScalarCodec {

        private final int bytes;

        MacAddressCodec(int oid, int arrayOid, String typeName, int bytes) {
            super(
                    oid,
                    arrayOid,
                    typeName,
                    MacAddress.class,
                    Alternatives.builder().build());
            this.bytes = bytes;
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            MacAddress address;
            if (value instanceof MacAddress given) {
                address = given;
            } else if (value instanceof CharSequence text) {
                address = Given.valid(() -> MacAddress.parse(text));
            } else {
                throw doesNotTake(value, "a MacAddress or its text");
            }
            if (address.length() != bytes) {
                throw new EncodeException("has " + address.length() + " bytes; " + typeName() + " has " + bytes);
            }
            out.writeBytes(address.toByteArray());
        }

        @Override
        public MacAddress decode(byte[] bytes, int offset, int length) {
            expectLength(length, this.bytes);
            return MacAddress.of(Arrays.copyOfRange(bytes, offset, offset + length));
        }
    }
}
