package io.pgnative.client;

/**
 * A value of the PostgreSQL type {@code tid}: where a row version lies in its table, as the system column {@code ctid}
 * tells.
 *
 * @param block the page, 0 to 4294967295
 * @param offset the place within the page, 0 to 65535
 */
public record Tid(long block, int offset) {

    private static final long MAX_BLOCK = 0xFFFF_FFFFL;
    private static final int MAX_OFFSET = 0xFFFF;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when one of the numbers is out of its range
     */
    public Tid {
        if (block < 0 || block > MAX_BLOCK) {
            throw new IllegalArgumentException("the block of a tid must be 0 to " + MAX_BLOCK);
        }
        if (offset < 0 || offset > MAX_OFFSET) {
            throw new IllegalArgumentException("the offset of a tid must be 0 to " + MAX_OFFSET);
        }
    }

    /**
     * PostgreSQL's text form.
     *
     * @return such as {@code (0,1)}
     */
    @Override
    public String toString() {
        return "(" + block + "," + offset + ")";
    }
}
