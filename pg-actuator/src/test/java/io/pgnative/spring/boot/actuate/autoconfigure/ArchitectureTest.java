package io.pgnative.spring.boot.actuate.autoconfigure;

import io.pgnative.spring.boot.testing.BootArchitectureRules;

class ArchitectureTest extends BootArchitectureRules {

    ArchitectureTest() {
        super("io.pgnative.spring.boot.actuate");
    }
}
