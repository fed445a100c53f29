package io.pgnative.spring.boot.query.library;

import java.math.BigDecimal;
import java.util.List;

/** A book of the table {@code book}. */
record Book(long id, String title, String author, BigDecimal price, List<String> tags) {}
