package io.pgnative.spring.boot.query;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the arguments of a method become those of its statement. */
final class Binding {

    private static final Pattern NUMBERED = Pattern.compile("\\$[0-9]");

    private final List<MethodParameter> sources = new ArrayList<>();
    private final List<MethodParameter> values = new ArrayList<>();
    private final List<StatementCheck.Parameter> parameters = new ArrayList<>();
    private boolean byNumber;

    private Binding() {}

    /**
     * Finds a value for each placeholder, and a use for each parameter.
     *
     * @param sql the statement
     * @param names of its placeholders; empty if it has none by name
     * @param given the parameters, without that of the rows
     * @param rowType of the rows of a batch, which have values, too; null if there are none
     * @throws UnfitMethodException when something is left over
     */
    static Binding of(String sql, List<String> names, List<MethodParameter> given, @Nullable Class<?> rowType) {
        Binding binding = new Binding();
        if (names.isEmpty()) {
            binding.byNumber(sql, given, rowType);
        } else {
            binding.byName(names, given, rowType);
        }
        return binding;
    }

    private void byNumber(String sql, List<MethodParameter> given, @Nullable Class<?> rowType) {
        byNumber = rowType == null;
        if (given.isEmpty()) {
            return;
        }
        if (rowType != null) {
            throw new UnfitMethodException(given.get(0).describe()
                    + " is not used: a batch takes the values of numbered placeholders from its rows alone");
        }
        if (!NUMBERED.matcher(sql).find()) {
            throw new UnfitMethodException(given.get(0).describe() + " is not used: the statement has no placeholder");
        }
        values.addAll(given);
        for (int i = 0; i < given.size(); i++) {
            parameters.add(new StatementCheck.Parameter(
                    "$" + (i + 1), given.get(i).type().getType()));
        }
    }

    private void byName(List<String> names, List<MethodParameter> given, @Nullable Class<?> rowType) {
        Map<String, Type> types = new HashMap<>();
        Set<String> missing = new LinkedHashSet<>(names);
        for (MethodParameter each : given) {
            String name = each.name();
            if (name != null && names.contains(name)) {
                values.add(each);
                types.put(name, each.type().getType());
                missing.remove(name);
            } else if (!each.named() && SourceProperties.of(each.raw()).isSource()) {
                sources.add(each);
            } else if (name == null) {
                throw new UnfitMethodException("the name of " + each.describe()
                        + " is not known; annotate it with @Param, or compile with -parameters");
            } else {
                throw new UnfitMethodException(each.describe() + " is not used: the statement has " + colons(names));
            }
        }
        for (MethodParameter source : sources) {
            SourceProperties properties = SourceProperties.of(source.raw());
            if (!take(properties, missing, types) && !properties.isOpen()) {
                throw new UnfitMethodException("nothing of " + source.describe() + " is used: the statement has "
                        + colons(names) + ", " + properties);
            }
        }
        if (rowType != null) {
            take(SourceProperties.of(rowType), missing, types);
        }
        if (!missing.isEmpty()) {
            throw new UnfitMethodException("there is no parameter for " + colons(missing)
                    + (given.isEmpty() && rowType == null ? "" : described(given, rowType)));
        }
        for (String name : names) {
            parameters.add(new StatementCheck.Parameter(":" + name, types.getOrDefault(name, Object.class)));
        }
    }

    private static String described(List<MethodParameter> given, @Nullable Class<?> rowType) {
        String parameters = given.stream()
                .map(each -> SourceProperties.of(each.raw()).isSource()
                        ? SourceProperties.of(each.raw()).toString()
                        : String.valueOf(each.name()))
                .collect(Collectors.joining(", "));
        return "; there are " + parameters
                + (rowType == null ? "" : (parameters.isEmpty() ? "" : ", ") + SourceProperties.of(rowType));
    }

    private static boolean take(SourceProperties properties, Set<String> missing, Map<String, Type> types) {
        return missing.removeIf(name -> {
            Type type = properties.find(name);
            if (type != null) {
                types.put(name, type);
            }
            return type != null;
        });
    }

    private static String colons(Iterable<String> names) {
        List<String> each = new ArrayList<>();
        names.forEach(name -> each.add(":" + name));
        return String.join(", ", each);
    }

    /** What the parameters of the statement are given; empty for those of a batch by number. */
    List<StatementCheck.Parameter> parameters() {
        return List.copyOf(parameters);
    }

    /**
     * The places of the arguments in the order of the placeholders.
     *
     * @throws UnfitMethodException when a value is in an object
     */
    int[] indexes(List<String> names) {
        if (!sources.isEmpty()) {
            throw new UnfitMethodException(
                    "a page takes each value of its statement from a parameter of its own, not from" + " the parts of "
                            + sources.get(0).describe());
        }
        if (byNumber) {
            return values.stream().mapToInt(MethodParameter::index).toArray();
        }
        return names.stream().mapToInt(this::index).toArray();
    }

    private int index(String name) {
        return values.stream()
                .filter(value -> name.equals(value.name()))
                .findFirst()
                .orElseThrow()
                .index();
    }

    /** Gives the arguments of a call to a statement; a parameter of a placeholder's name goes before a source. */
    <Q> Q apply(Face<Q> face, Q query, @Nullable Object[] args) {
        if (byNumber) {
            return values.isEmpty()
                    ? query
                    : face.args(
                            query,
                            values.stream().map(value -> args[value.index()]).toArray());
        }
        Q bound = query;
        for (MethodParameter source : sources) {
            Object given = args[source.index()];
            if (given == null) {
                throw new IllegalArgumentException(source.describe() + " must not be null: it holds values");
            }
            bound = face.bindAll(bound, given);
        }
        for (MethodParameter value : values) {
            bound = face.bind(bound, String.valueOf(value.name()), args[value.index()]);
        }
        return bound;
    }
}
