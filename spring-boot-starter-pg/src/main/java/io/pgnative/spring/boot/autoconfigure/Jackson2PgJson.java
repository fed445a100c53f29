package io.pgnative.spring.boot.autoconfigure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgJson;
import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps with Jackson 2. Of its failures the place and the kind are told, not the message, which may show the value. */
final class Jackson2PgJson implements PgJson {

    private final ObjectMapper mapper;

    Jackson2PgJson(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public String encode(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException ex) {
            throw failure(ex);
        }
    }

    @Override
    public @Nullable Object decode(String json, Type type) {
        try {
            return mapper.readValue(json, mapper.constructType(type));
        } catch (JsonProcessingException ex) {
            throw failure(ex);
        }
    }

    private static PgDataException failure(JsonProcessingException ex) {
        StringBuilder message = new StringBuilder(ex.getClass().getSimpleName());
        if (ex instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            message.append(" at ");
            mapping.getPath().forEach(place -> append(message, place));
        }
        return new PgDataException(message.toString());
    }

    /** The keys of a map are a part of the value. */
    private static void append(StringBuilder message, JsonMappingException.Reference place) {
        if (place.getFieldName() == null) {
            message.append('[').append(place.getIndex()).append(']');
        } else {
            message.append('.').append(place.getFrom() instanceof Map ? "*" : place.getFieldName());
        }
    }
}
