package io.pgnative.spring.boot.actuate.endpoint;

import org.springframework.boot.actuate.endpoint.SanitizableData;

/**
 * How texts of statements are shown, which may hold literals that are nobody's business.
 *
 * @param isShown whether they are shown at all
 */
record StatementTexts(boolean isShown) {

    private static final int LONGEST = 200;

    String of(String sql) {
        if (!isShown) {
            return SanitizableData.SANITIZED_VALUE;
        }
        return sql.length() <= LONGEST ? sql : sql.substring(0, LONGEST) + " ...";
    }
}
