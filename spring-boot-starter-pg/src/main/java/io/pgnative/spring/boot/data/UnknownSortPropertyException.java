package io.pgnative.spring.boot.data;

import java.util.List;

/** A sort names what the statement has no column for. Where sorts come from requests, this is the caller's mistake. */
public final class UnknownSortPropertyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String property;

    /**
     * Makes one.
     *
     * @param property what was asked for
     * @param columns the names of those that there are
     */
    public UnknownSortPropertyException(String property, List<String> columns) {
        super("the statement has no column for the sort property \"" + property + "\"; there are " + columns);
        this.property = property;
    }

    /**
     * What was asked for.
     *
     * @return the property
     */
    public String property() {
        return property;
    }
}
