package io.pgnative.client.type;

import io.pgnative.client.type.CompositeCodec.Field;
import io.pgnative.client.type.TypeInfo.Attribute;
import io.pgnative.client.type.TypeMap.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the codecs of all types that are known, parts before what is made of them. Codecs whose type and parts are what
 * they were are taken over, so that statements which use them stay valid. Used once.
 */
final class TypeMapBuilder {

    private static final int RECORD = 2249;
    private static final int ANYARRAY = 2277;

    private final TypeKnowledge.State state;
    private final Map<Integer, TypeChoice> choices;
    private final TypeMap previous;
    private final Map<Integer, Entry> made = new HashMap<>();
    private final Set<Integer> inProgress = new HashSet<>();
    private final ClientTypes client;

    /**
     * Makes one.
     *
     * @param client where anonymous records find the codecs of their fields
     * @param state what is known
     * @param choices what is wanted instead of the client's own codecs
     * @param previous where codecs are taken over from
     */
    TypeMapBuilder(ClientTypes client, TypeKnowledge.State state, Map<Integer, TypeChoice> choices, TypeMap previous) {
        this.client = client;
        this.state = state;
        this.choices = choices;
        this.previous = previous;
    }

    TypeMap build() {
        for (Entry builtin : TypeMap.BUILTIN.entries().values()) {
            make(builtin.info());
        }
        for (TypeInfo type : state.types().values()) {
            make(type);
        }
        return new TypeMap(made, state.epoch(), !state.wanted().isEmpty());
    }

    /** The codec of a part; text when the server has not told of it, or it contains itself, which no server says. */
    private Codec part(int oid) {
        Entry entry = made.get(oid);
        if (entry != null) {
            return entry.codec();
        }
        Entry builtin = TypeMap.BUILTIN.entry(oid);
        TypeInfo info = builtin != null ? builtin.info() : state.types().get(oid);
        return info == null || inProgress.contains(oid) ? TextTypes.unknown(oid) : make(info);
    }

    private Codec make(TypeInfo info) {
        Entry entry = made.get(info.oid());
        if (entry != null) {
            return entry.codec();
        }
        inProgress.add(info.oid());
        List<Codec> parts = new ArrayList<>();
        if (info.component() != 0) {
            parts.add(part(info.component()));
        }
        for (Attribute attribute : info.attributes()) {
            parts.add(part(attribute.typeOid()));
        }
        inProgress.remove(info.oid());
        TypeChoice choice = choices.get(info.oid());
        Entry taken = taken(info, choice, parts);
        if (taken == null) {
            Codec standard = standard(info, parts);
            taken = new Entry(info, choice, parts, choice == null ? standard : choice.codec(info, standard));
        }
        made.put(info.oid(), taken);
        return taken.codec();
    }

    /** An earlier codec that would be made the same way again. */
    private @Nullable Entry taken(TypeInfo info, @Nullable TypeChoice choice, List<Codec> parts) {
        for (TypeMap from : List.of(previous, TypeMap.BUILTIN)) {
            Entry entry = from.entry(info.oid());
            if (entry != null
                    && entry.info().equals(info)
                    && entry.choice() == choice
                    && areSame(entry.parts(), parts)
                    && (from != TypeMap.BUILTIN || !isOwn(info.oid()))) {
                return entry;
            }
        }
        return null;
    }

    /** Whether the client has another codec: values that say by themselves what types they hold look up its own. */
    private boolean isOwn(int oid) {
        return oid == RECORD || oid == ANYARRAY || client.own(oid) != null;
    }

    private static boolean areSame(List<Codec> some, List<Codec> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (some.get(i) != others.get(i)) {
                return false;
            }
        }
        return true;
    }

    private Codec standard(TypeInfo info, List<Codec> parts) {
        int oid = info.oid();
        if (oid == RECORD) {
            return new RecordCodec(client::named);
        }
        if (oid == ANYARRAY) {
            return new AnyArrayCodec(client::named);
        }
        return switch (info.kind()) {
            case ARRAY -> new ArrayCodec(oid, parts.get(0).typeName() + "[]", parts.get(0), info.delimiter());
            case COMPOSITE ->
                new CompositeCodec(oid, info.name(), fields(info, parts), () -> client.forget(Set.of(oid)));
            case DOMAIN -> new DomainCodec(oid, info.name(), parts.get(0));
            case ENUM -> new EnumCodec(oid, info.name(), info.labels());
            case RANGE -> new RangeCodec(oid, info.name(), parts.get(0));
            case MULTIRANGE ->
                parts.get(0) instanceof RangeCodec range
                        ? new MultirangeCodec(oid, info.name(), range)
                        : TextTypes.text(oid, info.name());
            case BASE, PSEUDO -> base(info);
        };
    }

    private Codec base(TypeInfo info) {
        Codec own = client.own(info.oid());
        if (own != null) {
            return own;
        }
        Entry builtin = TypeMap.BUILTIN.entry(info.oid());
        return builtin != null ? builtin.codec() : extension(info);
    }

    /** What is not known is exchanged as text, which every type has. */
    private static Codec extension(TypeInfo info) {
        ExtensionTypes.Maker maker = info.isOfExtension() ? ExtensionTypes.maker(info.name()) : null;
        if (maker == null) {
            return TextTypes.text(info.oid(), info.name());
        }
        Codec codec = maker.make(info.oid(), ScalarCodec.NO_ARRAY);
        return info.isBinary() || !codec.isBinary() ? codec : new TextOnlyCodec(codec);
    }

    private static List<Field> fields(TypeInfo info, List<Codec> parts) {
        List<Field> fields = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            fields.add(new Field(info.attributes().get(i).name(), parts.get(i)));
        }
        return fields;
    }
}
