package io.pgnative.client;

import java.math.BigDecimal;

/**
 * A value of the PostgreSQL type {@code money}: a count of the currency's smallest units. How many of them make one of
 * the currency the server knows by its setting {@code lc_monetary} and does not tell: two decimal places in most
 * locales, none or three in some. Who writes 5 and means five of the currency would send five cents, so plain numbers
 * are not taken.
 *
 * @param units the count of smallest units
 */
public record Money(long units) {

    /**
     * An amount.
     *
     * @param amount in the currency, such as 12.50
     * @param fractionDigits the decimal places of the server's {@code lc_monetary}, such as 2
     * @return the same in smallest units
     * @throws ArithmeticException when the amount has more decimal places, or is out of range
     */
    public static Money of(BigDecimal amount, int fractionDigits) {
        return new Money(amount.movePointRight(fractionDigits).longValueExact());
    }

    /**
     * The amount in the currency.
     *
     * @param fractionDigits the decimal places of the server's {@code lc_monetary}, such as 2
     * @return such as 12.50
     */
    public BigDecimal amount(int fractionDigits) {
        return BigDecimal.valueOf(units, fractionDigits);
    }
}
