package io.pgnative.client.copy;

import io.pgnative.client.CopyOption;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.ServerVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A format and its options, which belong together and to a direction. Immutable.
 *
 * @param kind of the data
 * @param options in the order given
 */
record CopyFormat(Kind kind, List<CopyOption> options) {

    /** The server's default. */
    static final CopyFormat TEXT = new CopyFormat(Kind.TEXT, List.of());

    static final CopyFormat BINARY = new CopyFormat(Kind.BINARY, List.of());

    enum Kind {
        TEXT,
        CSV,
        BINARY
    }

    private enum Direction {
        IN,
        OUT,
        BOTH
    }

    private static final int ALWAYS = 0;

    /**
     * Where an option may be given.
     *
     * @param since the server's major version
     * @param sinceInText the same in the text format; -1 for not at all
     * @param inBinary whether the binary format has it
     */
    private record Rule(Direction direction, int since, int sinceInText, boolean inBinary) {

        static Rule csv(Direction direction) {
            return new Rule(direction, ALWAYS, -1, false);
        }

        static Rule texts(Direction direction, int since) {
            return new Rule(direction, since, since, false);
        }

        static Rule all(Direction direction) {
            return new Rule(direction, ALWAYS, ALWAYS, true);
        }
    }

    private static final Map<String, Rule> RULES = Map.ofEntries(
            Map.entry("header", new Rule(Direction.BOTH, ALWAYS, 15, false)),
            Map.entry("headerMatch", Rule.texts(Direction.IN, 15)),
            Map.entry("delimiter", Rule.texts(Direction.BOTH, ALWAYS)),
            Map.entry("nullString", Rule.texts(Direction.BOTH, ALWAYS)),
            Map.entry("defaultString", Rule.texts(Direction.IN, 16)),
            Map.entry("quote", Rule.csv(Direction.BOTH)),
            Map.entry("escape", Rule.csv(Direction.BOTH)),
            Map.entry("forceQuote", Rule.csv(Direction.OUT)),
            Map.entry("forceNotNull", Rule.csv(Direction.IN)),
            Map.entry("forceNull", Rule.csv(Direction.IN)),
            Map.entry("encoding", Rule.all(Direction.BOTH)),
            Map.entry("freeze", Rule.all(Direction.IN)),
            Map.entry("onErrorIgnore", Rule.texts(Direction.IN, 17)),
            Map.entry("rejectLimit", Rule.texts(Direction.IN, 18)),
            Map.entry("logVerbose", Rule.texts(Direction.IN, 17)));

    private static final int ALL_COLUMNS_SINCE = 17;

    CopyFormat {
        options = List.copyOf(options);
    }

    /**
     * Checks all that can be checked without a server.
     *
     * @param in whether data are copied to the server
     */
    static CopyFormat of(Kind kind, boolean in, CopyOption... options) {
        List<String> keywords = new ArrayList<>();
        for (CopyOption option : options) {
            Rule rule = rule(option);
            if (rule.direction != Direction.BOTH && (rule.direction == Direction.IN) != in) {
                throw new PgMisuseException(option.name() + " is an option of " + (in ? "copyOut" : "copyIn")
                        + ", not of " + (in ? "copyIn" : "copyOut"));
            }
            if (kind == Kind.BINARY && !rule.inBinary) {
                throw new PgMisuseException(option.name() + " is not an option of the binary format");
            }
            if (kind == Kind.TEXT && rule.sinceInText < 0) {
                throw new PgMisuseException(option.name() + " is an option of csv(), not of text()");
            }
            String keyword = option.toSql().substring(0, option.toSql().indexOf(' '));
            if (keywords.contains(keyword)) {
                throw new PgMisuseException(option.name() + " was given more than once"
                        + (keyword.equals("HEADER") ? ", or both of header and headerMatch" : ""));
            }
            keywords.add(keyword);
        }
        if (keywords.contains("REJECT_LIMIT") && !keywords.contains("ON_ERROR")) {
            throw new PgMisuseException("rejectLimit needs onErrorIgnore");
        }
        return new CopyFormat(kind, List.of(options));
    }

    private static Rule rule(CopyOption option) {
        Rule rule = RULES.get(option.name());
        if (rule == null) {
            throw new IllegalStateException("no rule for " + option.name());
        }
        return rule;
    }

    /** What follows WITH. */
    String toSql(ServerVersion version) {
        StringBuilder sql = new StringBuilder("(FORMAT ")
                .append(
                        switch (kind) {
                            case TEXT -> "text";
                            case CSV -> "csv";
                            case BINARY -> "binary";
                        });
        for (CopyOption option : options) {
            Rule rule = rule(option);
            int since = kind == Kind.TEXT ? rule.sinceInText : rule.since;
            if (option.name().startsWith("forceN") && option.toSql().endsWith("*")) {
                since = ALL_COLUMNS_SINCE;
            }
            require(version, since, option.name());
            sql.append(", ").append(option.toSql());
        }
        return sql.append(')').toString();
    }

    private void require(ServerVersion version, int since, String option) {
        if (version.major() < since) {
            throw new PgMisuseException(
                    option + (since == ALL_COLUMNS_SINCE && option.startsWith("forceN") ? " for all columns" : "")
                            + (kind == Kind.TEXT && option.equals("header") ? " in the text format" : "")
                            + " needs a server of version " + since + " or newer; this one is " + version);
        }
    }

    boolean isBinary() {
        return kind == Kind.BINARY;
    }
}
