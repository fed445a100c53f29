package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgDataException;
import io.pgnative.client.PgJson;
import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Maps with Jackson 3. Of its failures the place and the kind are told, not the message, which may show the value. */
final class JacksonPgJson implements PgJson {

    private final JsonMapper mapper;

    JacksonPgJson(JsonMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public String encode(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JacksonException ex) {
            throw failure(ex);
        }
    }

    @Override
    public @Nullable Object decode(String json, Type type) {
        try {
            return mapper.readValue(json, mapper.constructType(type));
        } catch (JacksonException ex) {
            throw failure(ex);
        }
    }

    private static PgDataException failure(JacksonException ex) {
        StringBuilder message = new StringBuilder(ex.getClass().getSimpleName());
        if (!ex.getPath().isEmpty()) {
            message.append(" at ");
            ex.getPath().forEach(place -> append(message, place));
        }
        return new PgDataException(message.toString());
    }

    /** The keys of a map are a part of the value. */
    private static void append(StringBuilder message, JacksonException.Reference place) {
        if (place.getPropertyName() == null) {
            message.append('[').append(place.getIndex()).append(']');
        } else {
            message.append('.').append(place.from() instanceof Map ? "*" : place.getPropertyName());
        }
    }
}
