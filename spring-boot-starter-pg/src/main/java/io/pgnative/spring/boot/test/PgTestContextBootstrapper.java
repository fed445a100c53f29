package io.pgnative.spring.boot.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/** Starts the contexts of {@link PgTest}, with its properties. */
class PgTestContextBootstrapper extends TestSliceTestContextBootstrapper<PgTest> {}
