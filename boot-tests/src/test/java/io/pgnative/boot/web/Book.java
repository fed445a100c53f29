package io.pgnative.boot.web;

/** What is asked for. */
record Book(long id, String title) {}
