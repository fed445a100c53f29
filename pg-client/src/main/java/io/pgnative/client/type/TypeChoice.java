package io.pgnative.client.type;

import io.pgnative.client.PgCodec;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.type.TypeInfo.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the user wants a type to be exchanged with instead of the client's own codec. Immutable. */
public abstract class TypeChoice {

    private static final Set<Kind> SCALARS = Set.of(Kind.BASE, Kind.ENUM);

    private TypeChoice() {}

    /**
     * Makes the codec.
     *
     * @param info a type that {@link #check} has let pass
     * @param standard what the client would exchange the type with
     */
    abstract Codec codec(TypeInfo info, Codec standard);

    /**
     * Looks whether this can be used for a type.
     *
     * @param info the type
     * @throws PgMisuseException when it cannot
     */
    abstract void check(TypeInfo info);

    /**
     * A codec of the user's own.
     *
     * @param codec the codec
     * @return the choice
     */
    public static TypeChoice codec(PgCodec<?> codec) {
        return new Own(Objects.requireNonNull(codec, "codec"));
    }

    /**
     * A codec of the client's for another type.
     *
     * @param typeName that type, built in or of a known extension
     * @return the choice
     */
    public static TypeChoice builtin(String typeName) {
        return new Alias(Objects.requireNonNull(typeName, "codecName"));
    }

    /**
     * A Java enum for an enum type.
     *
     * @param type the Java enum
     * @param labelOf gives the label of a constant
     * @param <E> the Java enum
     * @return the choice
     */
    public static <E extends Enum<E>> TypeChoice enumClass(Class<E> type, Function<? super E, String> labelOf) {
        return new EnumClass<>(Objects.requireNonNull(type, "type"), Objects.requireNonNull(labelOf, "label"));
    }

    /**
     * A Java enum for an enum type whose labels are the names of its constants, or those in lower case.
     *
     * @param type the Java enum
     * @return the choice
     */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an enum is an enum of itself
    public static TypeChoice enumByName(Class<? extends Enum<?>> type) {
        return new EnumClass(Objects.requireNonNull(type, "type"), null);
    }

    /**
     * A Java class for a composite type.
     *
     * @param type what its values are read as by default
     * @return the choice
     */
    public static TypeChoice compositeClass(Class<?> type) {
        return new CompositeClass(Objects.requireNonNull(type, "type"));
    }

    private static PgMisuseException refused(TypeInfo info, String why) {
        return new PgMisuseException("no codec can be set for the type " + info.qualifiedName() + ": " + why);
    }

    private static String described(Kind kind) {
        return switch (kind) {
            case ARRAY -> "it is an array, which follows its elements; set one for their type";
            case RANGE -> "it is a range, which follows its bounds; set one for their type";
            case MULTIRANGE -> "it is a multirange, which follows its bounds; set one for their type";
            case DOMAIN -> "it is a domain, which the server reports as its base type; set one for that";
            case PSEUDO -> "it is a pseudo-type";
            case COMPOSITE -> "it is a composite type";
            case ENUM -> "it is an enum";
            case BASE -> "it is a base type";
        };
    }

    private static final class Own extends TypeChoice {

        private final PgCodec<?> codec;

        Own(PgCodec<?> codec) {
            this.codec = codec;
        }

        @Override
        void check(TypeInfo info) {
            if (codec.javaType().isPrimitive()) {
                throw refused(
                        info, "the javaType() of " + CustomCodec.name(codec) + " is primitive; give the boxed class");
            }
            if (info.kind() == Kind.COMPOSITE) {
                if (!(codec instanceof PgCodec.Tuple<?>)) {
                    throw refused(info, "it is a composite type, which takes a PgCodec.Tuple only");
                }
            } else if (!SCALARS.contains(info.kind())) {
                throw refused(info, described(info.kind()));
            } else if (codec instanceof PgCodec.Tuple<?> && !TupleForm.exists(info.oid())) {
                throw refused(info, "it has no tuple form; give a PgCodec.Text or a PgCodec.Binary");
            } else if (codec instanceof PgCodec.Binary<?> && !info.isBinary()) {
                throw refused(info, "it has no binary form; give a PgCodec.Text");
            }
        }

        @Override
        Codec codec(TypeInfo info, Codec standard) {
            return CustomCodec.of(codec, standard);
        }
    }

    private static final class Alias extends TypeChoice {

        private final String typeName;

        Alias(String typeName) {
            this.typeName = typeName;
        }

        private Codec target() {
            Codec target = BuiltinNames.find(typeName);
            if (target == null) {
                throw new PgMisuseException("there is no built-in codec for \"" + typeName
                        + "\"; give the name of a type of PostgreSQL or of a known extension, such as text or hstore");
            }
            return target;
        }

        @Override
        void check(TypeInfo info) {
            target();
            if (!SCALARS.contains(info.kind()) && info.kind() != Kind.DOMAIN) {
                throw refused(info, described(info.kind()));
            }
        }

        @Override
        Codec codec(TypeInfo info, Codec standard) {
            Codec alias = new DomainCodec(info.oid(), info.name(), target());
            return info.isBinary() ? alias : new TextOnlyCodec(alias);
        }
    }

    private static final class EnumClass<E extends Enum<E>> extends TypeChoice {

        private final Class<E> type;
        private final @Nullable Function<? super E, String> labelOf;

        EnumClass(Class<E> type, @Nullable Function<? super E, String> labelOf) {
            this.type = type;
            this.labelOf = labelOf;
        }

        @Override
        void check(TypeInfo info) {
            if (info.kind() != Kind.ENUM) {
                throw new PgMisuseException("the enum " + type.getName() + " cannot be mapped to the type "
                        + info.qualifiedName() + ": " + described(info.kind()));
            }
        }

        @Override
        Codec codec(TypeInfo info, Codec standard) {
            Function<? super E, String> labels = labelOf != null ? labelOf : constant -> defaultLabel(constant, info);
            return new EnumCodec(info.oid(), info.name(), info.labels(), type, labels);
        }

        /** A label that is not known may be added yet: it is taken to be written like those that are. */
        private static String defaultLabel(Enum<?> constant, TypeInfo info) {
            String name = constant.name();
            String lower = lower(name);
            List<String> labels = info.labels();
            if (labels.contains(name)) {
                return name;
            }
            boolean areLower = !labels.isEmpty() && labels.stream().allMatch(label -> label.equals(lower(label)));
            return areLower || labels.contains(lower) ? lower : name;
        }

        private static String lower(String name) {
            return name.toLowerCase(Locale.ROOT);
        }
    }

    private static final class CompositeClass extends TypeChoice {

        private final Class<?> type;

        CompositeClass(Class<?> type) {
            this.type = type;
        }

        @Override
        void check(TypeInfo info) {
            if (info.kind() != Kind.COMPOSITE) {
                throw new PgMisuseException("the class " + type.getName() + " cannot be mapped to the type "
                        + info.qualifiedName() + ": " + described(info.kind()));
            }
        }

        @Override
        Codec codec(TypeInfo info, Codec standard) {
            return new ClassCodec(standard, type);
        }
    }
}
