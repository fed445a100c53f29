package io.pgnative.client;

/**
 * What a command said at its end.
 *
 * @param tag the command tag, such as {@code INSERT 0 3}; empty for an empty statement
 * @param rowCount the number of rows that the command returned or changed; 0 for a command that counts none
 */
public record CommandResult(String tag, long rowCount) {}
