package io.pgnative.spring.boot.query;

import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a database is to be asked about a method.
 *
 * @param method what the method is called in messages
 * @param sql the statement as the server gets it
 * @param parameters the parameters of the statement, in their order; null if they are only known when it runs
 * @param rowType what rows are mapped to; null if they are not
 * @param returnsRows whether the method needs a statement that returns rows
 */
record StatementCheck(
        String method,
        String sql,
        @Nullable List<Parameter> parameters,
        @Nullable Class<?> rowType,
        boolean returnsRows) {

    /**
     * A parameter of a statement.
     *
     * @param name what it is called in messages
     * @param type of the values; {@code Object} if that shows only when it runs
     */
    record Parameter(String name, Type type) {}
}
