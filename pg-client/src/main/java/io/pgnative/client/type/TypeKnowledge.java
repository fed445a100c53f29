package io.pgnative.client.type;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a client has learnt of the types of its database that are not built in; shared by all its connections. Each
 * change makes a new {@link State}, so that who has seen one sees it whole.
 */
final class TypeKnowledge {

    /** Lest a server could fill the memory with OIDs. */
    private static final int MOST_WANTED = 256;

    private final AtomicReference<State> state = new AtomicReference<>(new State(Map.of(), Map.of(), Set.of(), 0));

    /**
     * What is known at a moment.
     *
     * @param types by OID
     * @param names the OIDs of the types that codecs were set for, by the names they were set with
     * @param wanted the OIDs of types that values have named and nobody has looked up
     * @param epoch how often everything was forgotten
     */
    record State(Map<Integer, TypeInfo> types, Map<String, Integer> names, Set<Integer> wanted, int epoch) {

        State {
            types = Map.copyOf(types);
            names = Map.copyOf(names);
            wanted = Set.copyOf(wanted);
        }
    }

    State state() {
        return state.get();
    }

    /**
     * Adds types; one that is as it was known stays the same object, and if all are nothing changes.
     *
     * @param asked the OIDs that were asked for, of which nothing more is to be had
     */
    void learn(Collection<TypeInfo> types, Map<String, Integer> names, Collection<Integer> asked) {
        state.updateAndGet(before -> {
            Map<Integer, TypeInfo> after = new HashMap<>(before.types());
            for (TypeInfo type : types) {
                if (!type.equals(after.get(type.oid()))) {
                    after.put(type.oid(), type);
                }
            }
            Map<String, Integer> bound = new HashMap<>(before.names());
            bound.putAll(names);
            Set<Integer> wanted = new HashSet<>(before.wanted());
            boolean same = !wanted.removeAll(asked) && after.equals(before.types()) && bound.equals(before.names());
            return same ? before : new State(after, bound, wanted, before.epoch());
        });
    }

    /** A value has named a type that is not known. */
    void want(int oid) {
        state.updateAndGet(before -> {
            if (before.wanted().contains(oid) || before.wanted().size() >= MOST_WANTED) {
                return before;
            }
            Set<Integer> wanted = new HashSet<>(before.wanted());
            wanted.add(oid);
            return new State(before.types(), before.names(), wanted, before.epoch());
        });
    }

    /** Drops types and all that are made of them, so that they are looked up again. */
    void forget(Set<Integer> oids) {
        state.updateAndGet(before -> {
            Set<Integer> dropped = new HashSet<>(oids);
            dropped.retainAll(before.types().keySet());
            boolean grown = !dropped.isEmpty();
            while (grown) {
                grown = false;
                for (TypeInfo type : before.types().values()) {
                    if (!dropped.contains(type.oid()) && dropped.stream().anyMatch(type::dependsOn)) {
                        grown = dropped.add(type.oid());
                    }
                }
            }
            Map<Integer, TypeInfo> kept = new HashMap<>(before.types());
            Map<String, Integer> bound = new HashMap<>(before.names());
            boolean changed = kept.keySet().removeAll(dropped);
            changed |= bound.values().removeAll(dropped);
            return changed ? new State(kept, bound, before.wanted(), before.epoch()) : before;
        });
    }

    /** Drops everything, and tells that statements prepared before are not to be trusted. */
    void forgetAll() {
        state.updateAndGet(before -> new State(Map.of(), Map.of(), Set.of(), before.epoch() + 1));
    }
}
