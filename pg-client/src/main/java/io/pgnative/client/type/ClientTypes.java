package io.pgnative.client.type;

import io.pgnative.client.PgJson;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The codecs of one client: those of {@link TypeRegistry}, but for the types that the client reads its own way. */
public final class ClientTypes {

    /** For a client that reads all types as they come. */
    public static final ClientTypes DEFAULT = new ClientTypes(Map.of());

    private final Map<Integer, Codec> own;

    private ClientTypes(Map<Integer, Codec> own) {
        this.own = own;
    }

    /**
     * Makes the types of a client.
     *
     * @param mapper reads and writes {@code json} and {@code jsonb}; null for Vert.x alone
     * @return its types
     */
    public static ClientTypes of(@Nullable PgJson mapper) {
        if (mapper == null) {
            return DEFAULT;
        }
        Map<Integer, Codec> own = new HashMap<>();
        for (ScalarCodec codec : JsonTypes.codecs(mapper)) {
            own.put(codec.oid(), codec);
            own.put(codec.arrayOid(), new ArrayCodec(codec.arrayOid(), codec.typeName() + "[]", codec, ','));
        }
        return new ClientTypes(Map.copyOf(own));
    }

    /**
     * The codec of a type.
     *
     * @param oid the type's OID
     * @return its codec; for a type that is not known one that exchanges text
     */
    public Codec byOid(int oid) {
        Codec codec = own.isEmpty() ? null : own.get(oid);
        return codec != null ? codec : TypeRegistry.byOid(oid);
    }
}
