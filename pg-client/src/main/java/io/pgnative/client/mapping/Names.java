package io.pgnative.client.mapping;

import java.util.List;

/** How names of the database find components of a class: as they are, or {@code snake_case} as {@code camelCase}. */
public final class Names {

    private Names() {}

    /**
     * Finds the column or field for a component. An equal name goes before one that becomes equal; of several the last
     * one is meant, as in look-ups by name.
     *
     * @param component the name of the component
     * @param names the names of the columns or fields
     * @return an index in the names; -1 if there is none
     */
    public static int find(String component, List<String> names) {
        for (int i = names.size() - 1; i >= 0; i--) {
            if (names.get(i).equals(component)) {
                return i;
            }
        }
        for (int i = names.size() - 1; i >= 0; i--) {
            if (camelCase(names.get(i)).equals(component)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Finds a name where both sides may be written either way.
     *
     * @param name such as {@code born_on} or {@code bornOn}
     * @param names such as {@code bornOn} or {@code born_on}
     * @return an index in the names; -1 if there is none
     */
    public static int findEither(String name, List<String> names) {
        int found = find(name, names);
        return found >= 0 ? found : find(camelCase(name), names);
    }

    /**
     * A name of the database as one of Java.
     *
     * @param name such as {@code born_on}
     * @return such as {@code bornOn}
     */
    public static String camelCase(String name) {
        StringBuilder camel = new StringBuilder(name.length());
        boolean upper = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_' && i > 0) {
                upper = true;
            } else {
                camel.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return camel.toString();
    }
}
