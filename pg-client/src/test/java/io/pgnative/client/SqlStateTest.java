package io.pgnative.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.PostgresServer;
import java.lang.reflect.Field;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(PostgresExtension.class)
class SqlStateTest {

    private static final Pattern ENTRY =
            Pattern.compile("^([0-9A-Z]{5})\\s+[EWS]\\s+ERRCODE_\\S+\\s+(\\S+)$", Pattern.MULTILINE);

    @ParameterizedTest
    @CsvSource({
        "42P01, undefined_table",
        "57P01, admin_shutdown",
        "2203G, sql_json_item_cannot_be_cast_to_target_type",
        "P0001, raise_exception",
        "01004, string_data_right_truncation",
        "22001, string_data_right_truncation",
        "72000, snapshot_too_old"
    })
    void namesTheCondition(String code, String name) {
        assertThat(SqlState.conditionName(code)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"42XYZ, syntax_error_or_access_rule_violation", "23999, integrity_constraint_violation"})
    void namesTheClassOfAnUnknownCode(String code, String name) {
        assertThat(SqlState.conditionName(code)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"ZZ123", "Z", "''"})
    void hasNoNameForAnUnknownClass(String code) {
        assertThat(SqlState.conditionName(code)).isEmpty();
    }

    @Test
    void callsEachConstantByItsConditionName() throws IllegalAccessException {
        for (Field constant : SqlState.class.getFields()) {
            assertThat(SqlState.conditionName(String.valueOf(constant.get(null))))
                    .isEqualTo(constant.getName().toLowerCase(Locale.ROOT));
        }
        assertThat(SqlState.class.getFields()).hasSizeGreaterThan(30);
    }

    @Test
    void knowsEveryConditionOfTheServer(PostgresServer server) {
        String file = "(select setting || '/errcodes.txt' from pg_config where name = 'SHAREDIR')";
        Assumptions.assumeTrue(
                server.query("select (pg_stat_file(" + file + ", true)).size is not null")
                        .equals("t"),
                "this server's packaging leaves errcodes.txt out");
        Map<String, String> conditions = ENTRY.matcher(server.query("select pg_read_file(" + file + ")"))
                .results()
                .collect(Collectors.toMap(entry -> entry.group(1), entry -> entry.group(2)));

        assertThat(conditions).hasSizeGreaterThan(250);
        conditions.forEach((code, name) ->
                assertThat(SqlState.conditionName(code)).as(code).isEqualTo(name));
    }
}
