package io.pgnative.client.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.PgMisuseException;
import io.pgnative.client.ScriptStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptSplitterTest {

    /** Each holds a semicolon where it ends nothing, or a form that hides one from those who read it wrongly. */
    private static final List<String> STATEMENTS = List.of(
            "select 1",
            "select 'a;b', 'it''s;', ''",
            "select 'a\\', 'b;'",
            "select E'\\';', e'\\\\', E'a;''b'",
            "select E'a'\n  -- ; it goes on\n  '\\';b'",
            "select e'\\'' 'x;'",
            "select U&'d\\0061t;' UESCAPE '!', U&\"d\\0061;\"",
            "select B'01', x'1F;', n'nat;'",
            "select a from \"weird;\"\"name;\" where \"'\" = '\"'",
            "select 1 -- ; no end '\n + 2",
            "select 1 /* ; /* nested ; */ ' \" $$ */ + 2",
            "select 4-2, 4/2, 2*3, 5 - -1",
            "do $$ begin perform 1; end $$",
            "do $body$ begin execute $q$ select ';' $q$; end; $body$ language plpgsql",
            "select $$a$b$$, $t$ $$ ; $t1$ $t$",
            "select $größe$;$größe$",
            "prepare p as select $1, $2::int",
            "select foo$bar$baz, x from t$1",
            "create rule r as on insert to t do also (insert into a values (1); insert into b values ((2)))",
            """
            create or replace function f(a int) returns int language sql begin atomic
              select case when a > 1 then 1 else (case a when 2 then 3 end) end as "end";
              select t.case, a as end from t;
              select 2;
            end""",
            "CREATE PROCEDURE p(begin int) BEGIN ATOMIC INSERT INTO t VALUES (1); END",
            "create function g() returns int as 'select 1; select 2' language sql",
            "create function end_case() returns int return case when true then 1 end",
            "begin",
            "end",
            "insert into t values ('\uD83D\uDE00;', $$\uD83D\uDE00;$$)",
            "select 'line\r\nbreak;', 'tab\t;'",
            "copy t from '/tmp/file;' with (format csv)",
            "copy (select 1 as \"from stdin\") to '/tmp/x'",
            "select jsonb_build_object('a', '{\"b\":\";\"}') ->> 'a', '{}'::jsonb ?| array['x']",
            "select a[1:2], b::text, f(x := 1), :v from t",
            "set standard_conforming_strings = on");

    private static final List<String> BETWEEN = List.of(
            "",
            " ",
            "\n",
            "\r\n\r\n",
            "\t\f\013",
            " -- nothing; here '\n",
            "/* ; ' */",
            "/* a /* ; */ \" */ ;",
            ";;",
            "--\n",
            "\\restrict Xy;z'\n");

    private static List<ScriptStatement> split(String script) {
        return ScriptStatement.split(script);
    }

    private static List<String> texts(String script) {
        return split(script).stream().map(ScriptStatement::text).toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("B39: whatever statements are joined, the same ones come out")
    void splitsWhatWasJoined(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<String> joined = new ArrayList<>();
            StringBuilder script = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                String statement = pick(STATEMENTS, random);
                joined.add(statement);
                script.append(pick(BETWEEN, random)).append(statement).append(comment(random));
                script.append(i > 0 ? ";" : "");
            }
            if (random.nextBoolean()) {
                script.append(';').append(pick(BETWEEN, random));
            }

            assertThat(texts(script.toString())).as("seed %d: %s", seed, script).isEqualTo(joined);
        }
    }

    private static String pick(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static String comment(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> " -- done; '\n";
            case 1 -> "/* ; */\n";
            case 2 -> " ";
            default -> "";
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    @DisplayName("B39: nothing of any text is lost, or it is refused with its line")
    void losesNothingOfAnyText(long seed) {
        Random random = new Random(seed);
        String alphabet = "'\"$$aEe;;-*/()\\ \n\t.bU&1";
        int split = 0;
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(24); i >= 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String script = text.toString();
            List<String> found;
            try {
                found = texts(script);
            } catch (PgMisuseException ex) {
                assertThat(ex).hasMessageMatching("line [1-9][0-9]*: .*");
                continue;
            }
            split++;
            int from = 0;
            for (String statement : found) {
                int at = script.indexOf(statement, from);
                assertThat(at).as(script).isNotNegative();
                assertThat(texts(script.substring(from, at))).as(script).isEmpty();
                from = at + statement.length();
            }
            assertThat(texts(script.substring(from))).as(script).isEmpty();
        }
        assertThat(split).isGreaterThan(100);
    }

    @Test
    void tellsWhereStatementsAndPlacesInThemAre() {
        List<ScriptStatement> statements = split("-- head\n\n  select 1;  select\n  '\uD83D\uDE00', x\n;\r\nselect 2");

        assertThat(statements)
                .containsExactly(
                        new ScriptStatement("select 1", 3, 3),
                        new ScriptStatement("select\n  '\uD83D\uDE00', x", 3, 14),
                        new ScriptStatement("select 2", 6, 1));
        assertThat(statements.get(1).place(0)).isEqualTo("line 3, column 14");
        assertThat(statements.get(1).place(7)).isEqualTo("line 3, column 20");
        assertThat(statements.get(1).place(15)).isEqualTo("line 4, column 8");
        assertThat(statements.get(1).place(1_000)).isEqualTo("line 4, column 9");
    }

    @Test
    void followsScriptsThatSwitchStandardStringsOff() {
        assertThat(texts("set session standard_conforming_strings to 'off'; select 'a\\';b'; select 'c' 'd\\';';"
                        + "SET standard_conforming_strings=DEFAULT; select 'a\\'; select 2"))
                .containsExactly(
                        "set session standard_conforming_strings to 'off'",
                        "select 'a\\';b'",
                        "select 'c' 'd\\';'",
                        "SET standard_conforming_strings=DEFAULT",
                        "select 'a\\'",
                        "select 2");
        assertThat(ScriptStatement.split("select 'a\\';b'", ";", false)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    string            | select 1;\\n\\nselect 'a;\\n  | 3
                    string            | select E'a\\\\'              | 1
                    quoted identifier | \\nselect "a                | 2
                    comment           | select 1; /* /* */         | 1
                    dollar-quoted string $t$ | \\n\\ndo $t$ $$ ;   | 3
                    """, delimiter = '|')
    void refusesWhatHasNoEnd(String what, String script, int line) {
        String text = script.replace("\\n", "\n").replace("\\\\", "\\");

        assertThatThrownBy(() -> split(text))
                .isInstanceOf(PgMisuseException.class)
                .hasMessage("line " + line + ": the " + what + " that begins here has no end");
    }

    @Test
    void refusesWhatOnlyPsqlCanDo() {
        assertThatThrownBy(() -> split("select 1;\n\\connect other\nselect 2;"))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageStartingWith("line 2: \\connect is for psql");
        assertThatThrownBy(() -> split("select 1 \\gset")).hasMessageStartingWith("line 1: \\gset is for psql");
        assertThatThrownBy(() -> split("select 1 \\restrict x"))
                .hasMessageStartingWith("line 1: \\restrict is for psql");
        assertThatThrownBy(() -> split("select 1;\ncopy t (a, b) from stdin with (format csv);\n1,2\n\\.\n"))
                .hasMessageContaining("COPY ... FROM STDIN")
                .hasMessageStartingWith("line 2: COPY")
                .hasMessageContaining("--inserts");
    }

    @Test
    void honoursAnotherSeparator() {
        assertThatThrownBy(() -> ScriptStatement.split("select 1", "", true))
                .isInstanceOf(PgMisuseException.class)
                .hasMessage("separator: expected a text that is not empty");
        assertThat(ScriptStatement.split("select 1; select 2\nGO\nselect 'GO' as GOOD, \"GO\" -- GO\nGO", "GO", true))
                .extracting(ScriptStatement::text)
                .containsExactly("select 1; select 2", "select 'GO' as GOOD, \"GO\"");
        assertThat(ScriptStatement.split("do $$ begin; ;; end $$;; select 1;;", ";;", true))
                .extracting(ScriptStatement::text)
                .containsExactly("do $$ begin; ;; end $$", "select 1");
    }
}
