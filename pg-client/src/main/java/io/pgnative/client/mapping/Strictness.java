package io.pgnative.client.mapping;

/** What must match when values are brought together with the components of a class. */
public enum Strictness {

    /** Every component has a value and every value a component. */
    STRICT,

    /** Values without a component are left out; components without a value stay as a new object has them, or null. */
    LENIENT
}
