package io.pgnative.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public classes of values, without a server. */
class ValueTypesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.11.12.13/0",
                "255.255.255.255",
                "::",
                "::1",
                "::/0",
                "::ffff:1.2.3.4",
                "::1.2.3.4",
                "1:0:0:2::3",
                "1:2:3:4:5:6:7:8",
                "fe80::/64"
            })
    @DisplayName("A069: addresses with full and partial prefixes")
    void printsAddressesAsTheServer(String text) {
        assertThat(Inet.parse(text)).hasToString(text);
        assertThat(Inet.parse(text).isHost()).isEqualTo(!text.contains("/"));
    }

    @Test
    @DisplayName("A069: networks show every prefix")
    void printsNetworksWithTheirPrefix() {
        assertThat(Cidr.parse("1.2.3.4")).hasToString("1.2.3.4/32");
        assertThat(Cidr.parse("10.0.0.0/8")).hasToString("10.0.0.0/8");
        assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse("10.0.0.1/8"));
    }

    @Test
    void keepsAddressesOfBothFamiliesApart() throws UnknownHostException {
        assertThat(Inet.parse("::ffff:1.2.3.4").address()).isInstanceOf(Inet6Address.class);
        assertThat(Inet.parse("1.2.3.4").address()).isInstanceOf(Inet4Address.class);
        assertThat(Inet.parse("1.2.3.4")).isNotEqualTo(Inet.parse("::ffff:1.2.3.4"));
        InetAddress named = InetAddress.getByAddress("example.com", new byte[] {1, 2, 3, 4});
        assertThat(Inet.of(named)).isEqualTo(Inet.parse("1.2.3.4")).hasToString("1.2.3.4");
        InetAddress scoped =
                Inet6Address.getByAddress(null, Inet.parse("fe80::1").address().getAddress(), 3);
        assertThatIllegalArgumentException().isThrownBy(() -> Inet.of(scoped));
    }

    @Test
    void makesBitStringsOfEverythingThatHoldsBits() {
        BitSet set = new BitSet();
        set.set(0);
        set.set(2);
        BitString bits = BitString.parse("1010");
        assertThat(BitString.of(set, 4)).isEqualTo(bits).hasSameHashCodeAs(bits);
        assertThat(BitString.of(true, false, true, false)).isEqualTo(bits);
        assertThat(BitString.of(new byte[] {(byte) 0xAF}, 4)).isEqualTo(bits).hasToString("1010");
        assertThat(bits.toBitSet()).isEqualTo(set);
        assertThat(bits.toByteArray()).containsExactly(0xA0);
        assertThat(bits.toBooleanArray()).containsExactly(true, false, true, false);
        assertThat(bits).isNotEqualTo(BitString.parse("101"));
        assertThatIllegalArgumentException().isThrownBy(() -> BitString.of(set, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> BitString.of(new byte[2], 4));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> bits.get(4));
    }

    @Test
    void readsMacAddressesInEveryUsualForm() {
        MacAddress address = MacAddress.parse("08:00:2b:01:02:03");
        assertThat(MacAddress.parse("08-00-2B-01-02-03")).isEqualTo(address).hasSameHashCodeAs(address);
        assertThat(MacAddress.parse("08002b010203")).isEqualTo(address).hasToString("08:00:2b:01:02:03");
        assertThat(MacAddress.of(new byte[8])).isNotEqualTo(MacAddress.of(new byte[6]));
        assertThatIllegalArgumentException().isThrownBy(() -> MacAddress.of(new byte[7]));
    }

    @Test
    @DisplayName("A063: positions of the log and of rows have no sign")
    void keepsNumbersWithoutASign() {
        assertThat(PgLsn.parse("FFFFFFFF/FFFFFFFF")).isEqualTo(new PgLsn(-1)).hasToString("FFFFFFFF/FFFFFFFF");
        assertThat(PgLsn.parse("16/b374d848")).hasToString("16/B374D848").isGreaterThan(PgLsn.ZERO);
        assertThat(new PgLsn(-1)).isGreaterThan(new PgLsn(1));
        assertThat(new Tid(4294967295L, 65535)).hasToString("(4294967295,65535)");
        assertThatIllegalArgumentException().isThrownBy(() -> new Tid(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Tid(1L << 32, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Tid(0, 65536));
        assertThat(new PgSnapshot(10, -1, List.of(12L, 14L))).hasToString("10:18446744073709551615:12,14");
    }

    @Test
    void countsMoneyInSmallestUnits() {
        assertThat(Money.of(new BigDecimal("12.5"), 2)).isEqualTo(new Money(1250));
        assertThat(new Money(-1250).amount(2)).isEqualTo(new BigDecimal("-12.50"));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Money.of(new BigDecimal("12.505"), 2));
    }

    @Test
    void copiesThePointsOfFigures() {
        List<Point> points = new ArrayList<>(List.of(new Point(0, 0)));
        Polygon polygon = new Polygon(points);
        Path path = new Path(points, true);
        points.clear();
        assertThat(polygon).isEqualTo(Polygon.of(new Point(0, 0))).hasToString("((0.0,0.0))");
        assertThat(path).isEqualTo(Path.closed(new Point(0, 0))).isNotEqualTo(Path.open(new Point(0, 0)));
    }

    @Test
    void refusesSparseVectorsOutOfOrder() {
        assertThat(SparseVector.of(0, 2, 0)).hasToString("{2:2.0}/3");
        assertThat(SparseVector.of(0, 2, 0).toArray()).containsExactly(0, 2, 0);
        for (int[] indices : new int[][] {{2, 1}, {1, 1}, {-1, 0}, {1, 3}, {1}}) {
            assertThatIllegalArgumentException().isThrownBy(() -> SparseVector.of(3, indices, new float[] {1, 1}));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> SparseVector.of(1, new int[] {0}, new float[] {0}));
        assertThatIllegalArgumentException().isThrownBy(() -> SparseVector.of());
    }
}
