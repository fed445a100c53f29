package io.pgnative.client.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.CopyOption;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.ServerVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopySqlTest {

    private static final ServerVersion NEWEST = ServerVersion.parse("18.1");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lines             | \"lines\"",
                "Sales . LINES     | \"sales\".\"lines\"",
                "\"Mixed\"         | \"Mixed\"",
                "a.\"B\"\"c.d\"    | \"a\".\"B\"\"c.d\"",
                "db.s.t$1_         | \"db\".\"s\".\"t$1_\"",
                "Größe             | \"größe\"",
                "select            | \"select\""
            })
    void readsNamesAsTheServerDoes(String written, String quoted) {
        assertThat(CopyTable.of(written).toSql()).isEqualTo(quoted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a.",
                ".a",
                "a..b",
                "a.b.c.d",
                "1a",
                "\"\"",
                "\"a",
                "a\"b\"",
                "a; drop table b",
                "(a)",
                "a--",
                "a/**/",
                "'a'",
                "U&\"a\"",
                "select 1",
                "a(b)"
            })
    void takesNothingElseForAName(String text) {
        assertThat(CopyTable.find(text)).isNull();
        assertThatThrownBy(() -> CopyInSql.of(text)).isInstanceOf(PgMisuseException.class);
    }

    @Test
    void quotesEverythingThatIsNoSql() {
        CopyInSql in = CopyInSql.of("s.t")
                .columns("a\"b", "c, d) from stdin; --")
                .where("a > 1")
                .format(CopyFormat.of(
                        CopyFormat.Kind.CSV,
                        true,
                        CopyOption.headerMatch(),
                        CopyOption.delimiter('\''),
                        CopyOption.nullString("x' \\"),
                        CopyOption.forceNull("e\""),
                        CopyOption.onErrorIgnore(),
                        CopyOption.rejectLimit(3),
                        CopyOption.logVerbose(),
                        CopyOption.freeze(),
                        CopyOption.encoding("LATIN1")));
        assertThat(in.toSql(NEWEST))
                .isEqualTo("COPY \"s\".\"t\" (\"a\"\"b\", \"c, d) from stdin; --\") FROM STDIN WITH (FORMAT csv,"
                        + " HEADER match, DELIMITER E'''', NULL E'x'' \\\\', FORCE_NULL (\"e\"\"\"), ON_ERROR ignore,"
                        + " REJECT_LIMIT 3, LOG_VERBOSITY verbose, FREEZE true, ENCODING E'LATIN1') WHERE (a > 1\n)");
        assertThat(CopyOutSql.of(" select 1; \n;", new Object[0]).toSql(NEWEST))
                .isEqualTo("COPY ( select 1\n) TO STDOUT WITH (FORMAT text)");
        assertThat(CopyOutSql.of("T", new Object[0])
                        .columns("x")
                        .format(CopyFormat.BINARY)
                        .toSql(NEWEST))
                .isEqualTo("COPY \"t\" (\"x\") TO STDOUT WITH (FORMAT binary)");
    }

    @Test
    void refusesOptionsThatDirectionOrFormatDoNotHave() {
        refused(CopyFormat.Kind.CSV, true, "forceQuote is an option of copyOut", CopyOption.forceQuote("a"));
        for (CopyOption in : List.of(
                CopyOption.headerMatch(),
                CopyOption.defaultString("d"),
                CopyOption.forceNull("a"),
                CopyOption.forceNotNull("a"),
                CopyOption.freeze(),
                CopyOption.onErrorIgnore(),
                CopyOption.logVerbose(),
                CopyOption.rejectLimit(1))) {
            refused(CopyFormat.Kind.CSV, false, in.name() + " is an option of copyIn", in);
        }
        for (CopyOption csv : List.of(CopyOption.quote('x'), CopyOption.escape('x'), CopyOption.forceNull("a"))) {
            refused(CopyFormat.Kind.TEXT, true, csv.name() + " is an option of csv()", csv);
        }
        for (CopyOption text : List.of(CopyOption.header(), CopyOption.delimiter(','), CopyOption.nullString(""))) {
            refused(CopyFormat.Kind.BINARY, true, text.name() + " is not an option of the binary format", text);
        }
        refused(CopyFormat.Kind.CSV, true, "more than once", CopyOption.header(), CopyOption.headerMatch());
        refused(CopyFormat.Kind.CSV, true, "rejectLimit needs onErrorIgnore", CopyOption.rejectLimit(1));
    }

    private static void refused(CopyFormat.Kind kind, boolean in, String message, CopyOption... options) {
        assertThatThrownBy(() -> CopyFormat.of(kind, in, options))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesOptionsThatTheServerDoesNotHaveYet() {
        tooOld(
                "14.22",
                CopyFormat.Kind.TEXT,
                "header in the text format needs a server of version 15",
                CopyOption.header());
        tooOld("14.22", CopyFormat.Kind.CSV, "headerMatch needs a server of version 15", CopyOption.headerMatch());
        tooOld(
                "15.1",
                CopyFormat.Kind.TEXT,
                "defaultString needs a server of version 16",
                CopyOption.defaultString("x"));
        tooOld("16.1", CopyFormat.Kind.TEXT, "onErrorIgnore needs a server of version 17", CopyOption.onErrorIgnore());
        tooOld("16.1", CopyFormat.Kind.CSV, "logVerbose needs a server of version 17", CopyOption.logVerbose());
        tooOld(
                "16.1",
                CopyFormat.Kind.CSV,
                "forceNull for all columns needs a server of version 17",
                CopyOption.forceNull());
        tooOld(
                "17.1",
                CopyFormat.Kind.CSV,
                "rejectLimit needs a server of version 18 or newer; this one is 17.1",
                CopyOption.onErrorIgnore(),
                CopyOption.rejectLimit(1));
        assertThat(CopyFormat.of(CopyFormat.Kind.CSV, true, CopyOption.header()).toSql(ServerVersion.parse("14.1")))
                .isEqualTo("(FORMAT csv, HEADER true)");
    }

    private static void tooOld(String version, CopyFormat.Kind kind, String message, CopyOption... options) {
        CopyFormat format = CopyFormat.of(kind, true, options);
        assertThatThrownBy(() -> format.toSql(ServerVersion.parse(version)))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining(message);
        assertThat(format.toSql(NEWEST)).contains(options[0].toSql());
    }

    @Test
    void refusesColumnsAndCharactersThatCannotBe() {
        CopyInSql in = CopyInSql.of("t");
        assertThatThrownBy(() -> in.columns(new String[0])).isInstanceOf(PgMisuseException.class);
        assertThatThrownBy(() -> in.columns("a", "a")).hasMessageContaining("more than once");
        assertThatThrownBy(() -> in.columns("")).isInstanceOf(PgMisuseException.class);
        assertThatThrownBy(() -> in.where(" ")).isInstanceOf(PgMisuseException.class);
        assertThatThrownBy(() -> CopyOption.delimiter('é'))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("delimiter must be a character of one byte");
        assertThatThrownBy(() -> CopyOutSql.of("select 1", new Object[0]).columns("a"))
                .hasMessageContaining("is for a table");
        assertThatThrownBy(() -> CopyOption.rejectLimit(0)).isInstanceOf(PgMisuseException.class);
    }
}
