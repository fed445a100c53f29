package io.pgnative.client.face;

import io.pgnative.client.PgDataException;
import io.pgnative.client.mapping.Names;
import io.pgnative.client.mapping.Properties;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values for placeholders. */
interface NamedValues {

    /** Whether there is a value, which may be null, of this name. */
    boolean has(String name);

    /** A value that there is. */
    @Nullable Object get(String name);

    /** One value. */
    static NamedValues single(String only, @Nullable Object value) {
        return new NamedValues() {
            @Override
            public boolean has(String name) {
                return name.equals(only);
            }

            @Override
            public @Nullable Object get(String name) {
                return value;
            }
        };
    }

    /** The entries of a map, the components of a record or the properties of a bean. */
    static NamedValues of(@Nullable Object source) {
        if (source instanceof Map<?, ?> map) {
            return ofMap(map);
        }
        if (source == null || isNoSource(source)) {
            throw new PgDataException("values by name come from a record, a bean or a Map, not from "
                    + (source == null ? "null" : "a " + source.getClass().getTypeName()));
        }
        Properties properties = Properties.of(source.getClass());
        return new NamedValues() {
            @Override
            public boolean has(String name) {
                return properties.indexOf(name) >= 0;
            }

            @Override
            public @Nullable Object get(String name) {
                return properties.get(source, properties.indexOf(name));
            }
        };
    }

    private static boolean isNoSource(Object source) {
        return source instanceof Collection<?>
                || source instanceof Enum<?>
                || source.getClass().isArray()
                || source.getClass().getName().startsWith("java.")
                || Properties.of(source.getClass()).names().isEmpty();
    }

    private static NamedValues ofMap(Map<?, ?> map) {
        return new NamedValues() {
            @Override
            public boolean has(String name) {
                return key(name) != null;
            }

            @Override
            public @Nullable Object get(String name) {
                return map.get(key(name));
            }

            private @Nullable Object key(String name) {
                if (map.containsKey(name)) {
                    return name;
                }
                List<Object> keys = new ArrayList<>(map.keySet());
                int found = Names.findEither(
                        name, keys.stream().map(String::valueOf).toList());
                return found < 0 ? null : keys.get(found);
            }
        };
    }
}
