package io.pgnative.client.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NumberedSqlTest {

    @Test
    void putsLiteralsWherePlaceholdersAre() {
        String sql =
                "select $1, a$1, '$1', \"$1\", $$ $1 $$, $x$ $1 $x$, e'\\'$1', u&$2, :name -- $1\n /* $1 */, $10, $0";
        assertThat(NumberedSql.withLiterals(sql, List.of("'it''s'", "NULL")))
                .isEqualTo("select  'it''s', a$1, '$1', \"$1\", $$ $1 $$, $x$ $1 $x$, e'\\'$1', u& NULL, :name -- $1\n"
                        + " /* $1 */, $10, $0");
        assertThat(NumberedSql.withLiterals("select 1", List.of("'x'"))).isEqualTo("select 1");
        assertThat(NumberedSql.withLiterals("$99999999999", List.of("'x'"))).isEqualTo("$99999999999");
    }
}
