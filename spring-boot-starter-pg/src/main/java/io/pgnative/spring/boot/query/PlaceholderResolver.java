package io.pgnative.spring.boot.query;

/** Resolves {@code ${...}} in the attributes of annotations. */
@FunctionalInterface
interface PlaceholderResolver {

    /** The text with the values of properties. */
    String resolve(String text);
}
