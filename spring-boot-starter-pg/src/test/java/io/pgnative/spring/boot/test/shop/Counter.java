package io.pgnative.spring.boot.test.shop;

import org.springframework.stereotype.Component;

/** What no test of the database needs. */
@Component
class Counter {

    Counter() {
        throw new AssertionError("part of the slice");
    }
}
