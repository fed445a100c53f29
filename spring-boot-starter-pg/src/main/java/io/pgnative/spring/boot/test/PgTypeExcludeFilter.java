package io.pgnative.spring.boot.test;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/** Leaves components out of the contexts of {@link PgTest}, as its filters say. */
class PgTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<PgTest> {

    PgTypeExcludeFilter(Class<?> testClass) {
        super(testClass);
    }
}
