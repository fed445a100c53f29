package io.pgnative.client.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A counter that one event loop counts and any thread reads; counting costs no fence. */
final class LoopCounter {

    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(LoopCounter.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("UnusedVariable") // through VALUE
    private long value;

    void increment() {
        VALUE.setOpaque(this, (long) VALUE.get(this) + 1);
    }

    void add(long amount) {
        VALUE.setOpaque(this, (long) VALUE.get(this) + amount);
    }

    long get() {
        return (long) VALUE.getOpaque(this);
    }
}
