package io.pgnative.client.type;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The codecs of one database at one moment, by OID. Immutable: a look-up is one probe or two and allocates nothing. */
public final class TypeMap {

    /** The types that are known from the beginning. */
    public static final TypeMap BUILTIN = new TypeMap(TypeRegistry.entries(), 0, false);

    /** The types whose values name types: records, arrays of them, and arrays of any type. */
    private static final Set<Integer> OPEN = Set.of(2249, 2287, 2277);

    /** Open addressing, at most a quarter full. */
    private final @Nullable Codec[] table;

    private final Map<Integer, Entry> entries;
    private final int epoch;
    private final boolean isLacking;

    /**
     * A codec and what it was made of.
     *
     * @param info the type as it was known
     * @param choice the codec that the user wanted for it; null for the client's own
     * @param parts the codecs that it was made with
     * @param codec what was made
     */
    record Entry(TypeInfo info, @Nullable TypeChoice choice, List<Codec> parts, Codec codec) {}

    TypeMap(Map<Integer, Entry> entries, int epoch, boolean isLacking) {
        this.isLacking = isLacking;
        this.entries = Map.copyOf(entries);
        this.epoch = epoch;
        this.table = table(entries.values());
    }

    private static @Nullable Codec[] table(Collection<Entry> entries) {
        @Nullable Codec[] table = new @Nullable Codec[Integer.highestOneBit(Math.max(1, entries.size())) * 8];
        int mask = table.length - 1;
        for (Entry entry : entries) {
            int i = slot(entry.info().oid(), mask);
            while (table[i] != null) {
                i = (i + 1) & mask;
            }
            table[i] = entry.codec();
        }
        return table;
    }

    private static int slot(int oid, int mask) {
        int hash = oid * 0x9E3779B9;
        return (hash ^ hash >>> 16) & mask;
    }

    /**
     * The codec of a type.
     *
     * @param oid the type's OID
     * @return its codec; null for a type that is not known
     */
    public @Nullable Codec find(int oid) {
        int mask = table.length - 1;
        for (int i = slot(oid, mask); ; i = (i + 1) & mask) {
            Codec codec = table[i];
            if (codec == null || codec.oid() == oid) {
                return codec;
            }
        }
    }

    /**
     * The codec of a type that may be unknown to the server, too.
     *
     * @param oid the type's OID
     * @return its codec; for a type that is not known one that exchanges text
     */
    public Codec get(int oid) {
        Codec codec = find(oid);
        return codec != null ? codec : TextTypes.unknown(oid);
    }

    /**
     * Whether codecs that were found earlier are those that would be found now, and all that is known can be read.
     *
     * @param codecs from a map of the same client
     * @return false when one of them is not, or its values have named types that are yet to be looked up, so that what
     *     was made with them must be made anew
     */
    public boolean holds(Codec[] codecs) {
        for (Codec codec : codecs) {
            if (find(codec.oid()) != codec || (isLacking && OPEN.contains(codec.oid()))) {
                return false;
            }
        }
        return true;
    }

    /**
     * The number of times that statements have become untrustworthy.
     *
     * @return statements prepared at another epoch must be prepared anew
     */
    public int epoch() {
        return epoch;
    }

    /**
     * What the catalog says of a type.
     *
     * @param oid the type's OID
     * @return null for a type that is not known
     */
    public @Nullable TypeInfo info(int oid) {
        Entry entry = entries.get(oid);
        return entry == null ? null : entry.info();
    }

    @Nullable Entry entry(int oid) {
        return entries.get(oid);
    }

    Map<Integer, Entry> entries() {
        return entries;
    }
}
