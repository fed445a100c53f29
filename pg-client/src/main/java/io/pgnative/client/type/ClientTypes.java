package io.pgnative.client.type;

import io.pgnative.client.PgJson;
import io.pgnative.client.PgMisuseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The codecs of one database as one client sees it: those that are built in, those of types that were learnt from the
 * server's catalog, and those that the user wants instead. One serves all connections of the client; a connection with
 * codecs of its own has one of its own, which shares what is learnt. Thread-safe, without locks.
 */
public final class ClientTypes {

    private final TypeKnowledge knowledge;
    private final @Nullable PgJson mapper;
    private final Map<Integer, Codec> json;
    private final Map<String, TypeChoice> choicesByName;
    private final Map<Integer, TypeChoice> choicesByOid;
    private final AtomicReference<@Nullable View> view;

    /** Those of the same client for other databases, as long as somebody uses them. */
    private final Set<ClientTypes> elsewhere =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** The codecs for one state of what is known. */
    private record View(TypeKnowledge.State state, TypeMap map) {}

    private ClientTypes(
            TypeKnowledge knowledge,
            @Nullable PgJson mapper,
            Map<Integer, Codec> json,
            Map<String, TypeChoice> choicesByName,
            Map<Integer, TypeChoice> choicesByOid) {
        this.knowledge = knowledge;
        this.mapper = mapper;
        this.json = json;
        this.choicesByName = choicesByName;
        this.choicesByOid = choicesByOid;
        this.view = new AtomicReference<>();
    }

    /**
     * Makes the types of a client, which has learnt nothing yet.
     *
     * @param mapper reads and writes {@code json} and {@code jsonb}; null for Vert.x alone
     * @param choices the codecs that the user wants, by the names of types
     * @return its types
     */
    public static ClientTypes of(@Nullable PgJson mapper, Map<String, TypeChoice> choices) {
        Map<Integer, Codec> json = new HashMap<>();
        if (mapper != null) {
            for (ScalarCodec codec : JsonTypes.codecs(mapper)) {
                json.put(codec.oid(), codec);
            }
        }
        return new ClientTypes(new TypeKnowledge(), mapper, Map.copyOf(json), Map.copyOf(choices), Map.of());
    }

    /**
     * The same with another codec for one type.
     *
     * @param typeName the type
     * @param choice what the user wants for it; null for what the client has
     * @param answer what the server's catalog says of the type
     * @return for one connection
     * @throws PgMisuseException when there is no such type, or it cannot have the codec
     */
    public ClientTypes with(String typeName, @Nullable TypeChoice choice, Answer answer) {
        TypeInfo type = answer.named(typeName);
        Map<Integer, TypeChoice> choices = new HashMap<>(choicesByOid);
        if (choice == null) {
            choices.remove(type.oid());
        } else {
            choice.check(type);
            choices.put(type.oid(), choice);
        }
        learn(answer, Map.of(), List.of());
        return new ClientTypes(knowledge, mapper, json, choicesByName, Map.copyOf(choices));
    }

    /**
     * The types of the same client in another database, where nothing has been learnt yet: the same type may have
     * another OID there.
     *
     * @return with the same choices of the user
     */
    public ClientTypes elsewhere() {
        ClientTypes others = new ClientTypes(new TypeKnowledge(), mapper, json, choicesByName, Map.of());
        elsewhere.add(others);
        return others;
    }

    /**
     * What {@code json} and {@code jsonb} are mapped with.
     *
     * @return null for Vert.x alone
     */
    public @Nullable PgJson mapper() {
        return mapper;
    }

    // ---------------------------------------------------------------- looking up

    /**
     * The codecs as they are now.
     *
     * @return the same object as long as nothing has been learnt or forgotten
     */
    @SuppressWarnings("ReferenceEquality") // a state is what was learnt up to a moment; equal ones would do as well
    public TypeMap current() {
        for (; ; ) {
            View before = view.get();
            TypeKnowledge.State state = knowledge.state();
            if (before != null && before.state() == state) {
                return before.map();
            }
            TypeMap earlier = before == null ? TypeMap.BUILTIN : before.map();
            View after = new View(state, new TypeMapBuilder(this, state, choices(state), earlier).build());
            if (view.compareAndSet(before, after)) {
                return after.map();
            }
        }
    }

    /** What is wanted instead of the client's own codecs; a connection's choices go before the client's. */
    private Map<Integer, TypeChoice> choices(TypeKnowledge.State state) {
        Map<Integer, TypeChoice> choices = new HashMap<>();
        choicesByName.forEach((name, choice) -> {
            Integer oid = state.names().get(name);
            if (oid != null) {
                choices.put(oid, choice);
            }
        });
        choices.putAll(choicesByOid);
        return choices;
    }

    /**
     * What has to be asked of the server before values of some types can be exchanged.
     *
     * @param oids the types
     * @return null when nothing has to be asked
     */
    public @Nullable Question question(Collection<Integer> oids) {
        if (oids.isEmpty()) {
            return null;
        }
        TypeMap map = current();
        Set<Integer> unknown = new HashSet<>(knowledge.state().wanted());
        for (int oid : oids) {
            if (map.find(oid) == null) {
                unknown.add(oid);
            }
        }
        boolean bound = knowledge.state().names().keySet().containsAll(choicesByName.keySet());
        return unknown.isEmpty() && bound
                ? null
                : new Question(List.copyOf(unknown), List.copyOf(choicesByName.keySet()));
    }

    /**
     * What is to be asked of the server's catalog.
     *
     * @param oids types that are not known
     * @param names types that are to be found by their names
     */
    public record Question(List<Integer> oids, List<String> names) {}

    /**
     * What the server's catalog says.
     *
     * @param types those that were asked for, and all that they are made of
     * @param names the OIDs of the types that were found by their names
     */
    public record Answer(List<TypeInfo> types, Map<String, Integer> names) {

        /**
         * A type that was asked for by name.
         *
         * @param name its name
         * @return the type
         * @throws PgMisuseException when there is none
         */
        public TypeInfo named(String name) {
            Integer oid = names.get(name);
            for (TypeInfo type : types) {
                if (oid != null && type.oid() == oid) {
                    return type;
                }
            }
            throw new PgMisuseException("there is no type \"" + name
                    + "\" in the database, or not on the search path; a codec was set for it");
        }
    }

    /** The codec of a type that a value has named; one that is not known is looked up with the next statement. */
    Codec named(int oid) {
        Codec codec = current().find(oid);
        if (codec == null) {
            knowledge.want(oid);
            return TextTypes.unknown(oid);
        }
        return codec;
    }

    /** What a base type is exchanged with that the client treats its own way for all databases; null for none. */
    @Nullable Codec own(int oid) {
        return json.get(oid);
    }

    // ---------------------------------------------------------------- learning and forgetting

    /**
     * Takes in what the server's catalog says, unless a codec was set for a type that does not exist or cannot have it.
     *
     * @param question what was asked
     * @param answer to it
     * @throws PgMisuseException naming the type
     */
    public void learn(Question question, Answer answer) {
        Map<String, Integer> bound = knowledge.state().names();
        for (String name : question.names()) {
            TypeChoice choice = choicesByName.get(name);
            if (choice != null && (answer.names().containsKey(name) || !bound.containsKey(name))) {
                choice.check(answer.named(name));
            }
        }
        learn(answer, answer.names(), question.oids());
    }

    private void learn(Answer answer, Map<String, Integer> names, List<Integer> asked) {
        List<TypeInfo> learnt = new ArrayList<>();
        for (TypeInfo type : answer.types()) {
            if (TypeMap.BUILTIN.find(type.oid()) == null) {
                learnt.add(type);
            }
        }
        knowledge.learn(learnt, names, asked);
    }

    /**
     * Drops what is known of some types and of all that are made of them: the server has said something else. Built-in
     * types stay.
     *
     * @param oids the types
     */
    public void forget(Set<Integer> oids) {
        knowledge.forget(oids);
    }

    /** Drops everything that was learnt, elsewhere, too; all statements are prepared anew. */
    public void forgetAll() {
        knowledge.forgetAll();
        List<ClientTypes> others;
        synchronized (elsewhere) {
            others = List.copyOf(elsewhere);
        }
        others.forEach(ClientTypes::forgetAll);
    }
}
