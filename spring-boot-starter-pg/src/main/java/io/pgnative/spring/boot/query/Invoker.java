package io.pgnative.spring.boot.query;

import org.jspecify.annotations.Nullable;

/** Does what a method is for. Made once for each method. */
@FunctionalInterface
interface Invoker {

    /**
     * Runs it.
     *
     * @param proxy the object whose method is called
     * @param args of the method; empty if it has none
     * @return what the method returns
     */
    @Nullable Object invoke(Object proxy, @Nullable Object[] args) throws Throwable;
}
