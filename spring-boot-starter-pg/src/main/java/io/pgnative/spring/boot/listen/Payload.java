package io.pgnative.spring.boot.listen;

import io.pgnative.client.Notification;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgJson;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;

/** What a payload is read as. Payloads may be anything, so that failures do not show them. */
@FunctionalInterface
interface Payload {

    /**
     * Reads one.
     *
     * @param payload the text that was sent
     * @return null only where the parameter may be null
     * @throws PgDataException when it does not stand for such a value
     */
    @Nullable Object read(String payload);

    /** Whether a class is read from JSON, and not from the text alone. */
    static boolean isJson(Class<?> type) {
        return type != String.class
                && type != byte[].class
                && type != Notification.class
                && !(BeanUtils.isSimpleValueType(type) && conversion().canConvert(String.class, type));
    }

    static Payload text(Class<?> type, boolean isOptional) {
        if (type == String.class) {
            return payload -> payload;
        }
        if (type == byte[].class) {
            return payload -> payload.getBytes(StandardCharsets.UTF_8);
        }
        ConversionService conversion = conversion();
        return payload -> {
            Object value;
            try {
                value = conversion.convert(payload, type);
            } catch (ConversionException ex) {
                // Its message shows the text, and so does that of its cause.
                throw new PgDataException("the payload is no " + type.getSimpleName());
            }
            return required(value, type.getSimpleName(), isOptional);
        };
    }

    static Payload json(PgJson json, Type type, boolean isOptional) {
        return payload -> {
            if (payload.isEmpty()) {
                return required(null, type.getTypeName(), isOptional);
            }
            Object value;
            try {
                value = json.decode(payload, type);
            } catch (PgDataException ex) {
                throw new PgDataException("the payload is no JSON of a " + type.getTypeName() + ": " + ex.getMessage());
            } catch (RuntimeException ex) {
                // Only the client's own kind of failure is known not to show the text.
                throw new PgDataException("the payload is no JSON of a " + type.getTypeName() + ": "
                        + ex.getClass().getSimpleName());
            }
            return required(value, type.getTypeName(), isOptional);
        };
    }

    private static @Nullable Object required(@Nullable Object value, String type, boolean isOptional) {
        if (value == null && !isOptional) {
            throw new PgDataException("the payload is empty or null, and the parameter of type " + type
                    + " is neither @Nullable nor Optional");
        }
        return value;
    }

    private static ConversionService conversion() {
        return ApplicationConversionService.getSharedInstance();
    }
}
