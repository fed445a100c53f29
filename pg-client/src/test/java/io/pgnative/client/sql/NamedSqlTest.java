package io.pgnative.client.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pgnative.client.PgMisuseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedSqlTest {

    @Test
    void givesTheSameNumberToTheSameName() {
        NamedSql named = NamedSql.read("select :a, :b where x = :a or y > :c_1");

        assertThat(named.text()).isEqualTo("select $1, $2 where x = $1 or y > $3");
        assertThat(named.names()).containsExactly("a", "b", "c_1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "==>",
            quoteCharacter = '~',
            value = {
                "a=:x ==> a=$1",
                "(:x) ==> ($1)",
                "f(:x,:y) ==> f($1,$2)",
                "a>:x ==> a>$1",
                "-:x ==> -$1",
                "'a'||:x||'b' ==> 'a'||$1||'b'",
                ":x::int ==> $1::int",
                "a[:x] ==> a[$1]",
                "a[:x:hi] ==> a[$1:hi]",
                "a[:x : :y] ==> a[$1 : $2]",
                "f(a := :x) ==> f(a := $1)",
                "f(a => :x) ==> f(a => $1)",
                "json_object('k': :x) ==> json_object('k': $1)",
                "doc ? :x ==> doc ? $1",
                "doc @? :x::jsonpath ==> doc @? $1::jsonpath",
                "doc->>:x ==> doc->>$1",
                "E'\\\\':x'' ==> E'\\\\':x''",
                "E'\\\\' || :x ==> E'\\\\' || $1",
                "'\\' || :x ==> '\\' || $1",
                "'a''b' || :x ==> 'a''b' || $1",
                "$$a$$ || :x ==> $$a$$ || $1",
                "$a$ $b$ :n $b$ $a$ || :x ==> $a$ $b$ :n $b$ $a$ || $1",
                "a$b$ = :x and c$b$ ==> a$b$ = $1 and c$b$",
                "1--:n ==> 1--:n",
                "/* /* :n */ :n */ :x ==> /* /* :n */ :n */ $1",
                "/*/ :n */ :x ==> /*/ :n */ $1",
                "a - -:x ==> a - -$1",
                "\"a\"\":n\" = :x ==> \"a\"\":n\" = $1",
                "U&\"d:n\" = :x ==> U&\"d:n\" = $1",
                "U&'d:n' = :x ==> U&'d:n' = $1",
                "B'1' || :x ==> B'1' || $1",
                "e = :x ==> e = $1",
                "e':n\\' :n' = :x ==> e':n\\' :n' = $1",
                "te':n\\' = :x ==> te':n\\' = $1",
                ":naïve ==> $1",
                ":x; ==> $1;"
            })
    void findsPlaceholdersWhereAnExpressionMayStand(String sql, String expected) {
        assertThat(NamedSql.read(sql).text()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "::",
                "a::int",
                "a :: int",
                "a::int::text",
                "f(x := 1)",
                "a[1:2]",
                "a[:2]",
                "a[1:]",
                "a[:]",
                "a[lo:hi]",
                "a[f(x):hi]",
                "a[b[1]:hi]",
                "json_object('k':v)",
                "json_object(\"c\":v)",
                "'12:30' :: time",
                "':n'",
                "'it''s :n'",
                "E'\\':n'",
                "e'\\\\\\':n'",
                "E'a'\n 'b\\':n'",
                "E'a' -- why\n 'b\\':n'",
                "E'a''\\':n'",
                "'a'\n':n'",
                "$$:n$$",
                "$$ $ :n $$",
                "$tag$ :n $$ :n $tag$",
                "$été$ :n $été$",
                "\":n\"",
                "-- :n",
                "-- ' \n':n'",
                "/* :n ' */",
                "/* -- */':n'",
                "a ? 'b' and a ?| b and a ?& b",
                "':n",
                "E':n\\",
                "\":n",
                "$$:n",
                "$a$ :n $b$",
                "/* :n /* */",
                "--:n\r--:n",
                ":'n'",
                ":1",
                "a$1:n",
                "select $1"
            })
    @DisplayName("S19: names within strings, quoted names, comments and operators are no placeholders")
    void findsNoneElsewhere(String sql) {
        NamedSql named = NamedSql.read(sql);

        assertThat(named.names()).isEmpty();
        assertThat(named.text()).isSameAs(sql);
    }

    @Test
    void goesOnAfterALineComment() {
        assertThat(NamedSql.read("-- :n\r:x\n--:n\n:y").text()).isEqualTo("-- :n\r$1\n--:n\n$2");
    }

    @Test
    void endsAnEscapeStringWithoutALineBreakBeforeTheNext() {
        assertThat(NamedSql.read("E'a' 'b\\' || :x").text()).isEqualTo("E'a' 'b\\' || $1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"select $1, :x", "select :x, $1", "select :x, f($12)"})
    void refusesPlaceholdersOfBothKinds(String sql) {
        assertThatExceptionOfType(PgMisuseException.class)
                .isThrownBy(() -> NamedSql.read(sql))
                .withMessageMatching("the statement has both \\$1 and :x; give all arguments by number or all by name|"
                        + "the statement has both \\$12 and :x; give all arguments by number or all by name");
    }

    @Test
    void takesNumbersWithinTextsForNoPlaceholders() {
        assertThat(NamedSql.read("select '$1', $$ $1 $$, a$1, \"$1\", :x -- $1").names())
                .containsExactly("x");
    }

    private static final String[] PIECES = {
        ":", "::", ":=", ":a", ":b_1", "a", "e", "E", "U&", "'", "''", "\"", "\\", "$", "$$", "$a$", "$1", "-", "--",
        "/*", "*/", "\n", "\r", " ", "[", "]", "(", ")", "1", "?", "@", "é", "\0", "\ud83d", "||", ",", ";"
    };

    /** What a placeholder was is put back; nothing else may have changed. */
    @Test
    void changesNothingButPlaceholdersWhateverTheText() {
        Random random = new Random(42);
        AtomicInteger named = new AtomicInteger();
        for (int round = 0; round < 200_000; round++) {
            StringBuilder sql = new StringBuilder();
            int pieces = random.nextInt(14);
            for (int i = 0; i < pieces; i++) {
                sql.append(PIECES[random.nextInt(PIECES.length)]);
            }
            check(sql.toString(), named);
        }
        assertThat(named).hasValueGreaterThan(5_000);
    }

    private static void check(String sql, AtomicInteger named) {
        NamedSql read;
        try {
            read = NamedSql.read(sql);
        } catch (PgMisuseException e) {
            assertThat(sql).contains("$1").contains(":");
            return;
        }
        List<String> placeholders = new ArrayList<>();
        SqlScanner scanner = new SqlScanner(sql);
        StringBuilder others = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        int copied = 0;
        for (SqlScanner.Found found = scanner.next(); found != SqlScanner.Found.END; found = scanner.next()) {
            assertThat(scanner.start()).isGreaterThanOrEqualTo(copied);
            assertThat(scanner.end()).isGreaterThan(scanner.start()).isLessThanOrEqualTo(sql.length());
            if (found == SqlScanner.Found.NUMBERED) {
                continue;
            }
            String name = sql.substring(scanner.start() + 1, scanner.end());
            placeholders.add(name);
            others.append(sql, copied, scanner.start());
            expected.append(sql, copied, scanner.start())
                    .append('$')
                    .append(read.names().indexOf(name) + 1);
            copied = scanner.end();
        }
        assertThat(read.text())
                .as(sql)
                .isEqualTo(expected.append(sql.substring(copied)).toString());
        assertThat(read.names())
                .as(sql)
                .isEqualTo(placeholders.stream().distinct().toList());
        assertThat(others.append(sql.substring(copied)).length())
                .as(sql)
                .isEqualTo(sql.length()
                        - placeholders.stream().mapToInt(String::length).sum()
                        - placeholders.size());
        named.addAndGet(placeholders.size());
    }

    /** What has no placeholder left must have none when it is read again: the walk sees the same tokens. */
    @Test
    void findsNothingMoreInWhatItHasMade() {
        Random random = new Random(7);
        for (int round = 0; round < 50_000; round++) {
            StringBuilder sql = new StringBuilder();
            for (int i = random.nextInt(10); i >= 0; i--) {
                sql.append(PIECES[random.nextInt(PIECES.length)]).append(' ');
            }
            if (sql.indexOf("$1") < 0) {
                String made = NamedSql.read(sql.toString()).text();
                assertThat(NamedSql.read(made).names()).as(made).isEmpty();
            }
        }
    }

    @Test
    void readsATextOnceAndForgetsThoseNotAskedForLately() {
        AtomicInteger reads = new AtomicInteger();
        NamedSqlCache cache = new NamedSqlCache(sql -> {
            reads.incrementAndGet();
            return NamedSql.read(sql);
        });
        NamedSql kept = cache.get("select :kept");
        for (int i = 0; i < 10_000; i++) {
            cache.get("select :a" + i);
            assertThat(cache.get("select :kept")).isSameAs(kept);
        }
        assertThat(reads).hasValue(10_001);
        assertThat(cache.size()).isLessThanOrEqualTo(1024);
        cache.get("select :a0");
        assertThat(reads).hasValue(10_002);
    }

    @Test
    void keepsNoScripts() {
        NamedSqlCache cache = new NamedSqlCache(NamedSql::read);
        cache.get("select 1;".repeat(5_000));
        assertThat(cache.size()).isZero();
    }

    @Test
    void givesEachThreadTheSameAnswer() {
        NamedSqlCache cache = new NamedSqlCache(NamedSql::read);
        assertThat(IntStream.range(0, 100_000).parallel().filter(i -> {
                    String name = "n" + i % 3_000;
                    return !cache.get("select :" + name).names().equals(List.of(name));
                }))
                .isEmpty();
        assertThat(cache.size()).isLessThanOrEqualTo(1024 + Runtime.getRuntime().availableProcessors());
    }
}
