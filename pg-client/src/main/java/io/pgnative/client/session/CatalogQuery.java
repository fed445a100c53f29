package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pgnative.client.Column;
import io.pgnative.client.PgDataException;
import io.pgnative.client.Row;
import io.pgnative.client.result.RowBuffer;
import io.pgnative.client.result.RowShape;
import io.pgnative.client.type.ClientTypes;
import io.pgnative.client.type.Codec;
import io.pgnative.client.type.TypeInfo;
import io.pgnative.client.type.TypeInfo.Attribute;
import io.pgnative.client.type.TypeInfo.Kind;
import io.pgnative.client.type.TypeRegistry;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.frontend.Bind;
import io.pgnative.client.wire.frontend.Execute;
import io.pgnative.client.wire.frontend.Parse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server's catalog what types are, with all that they are made of, in one round trip: Parse, Bind, Execute,
 * Sync with the unnamed statement. What it reads and writes is of built-in types, by built-in codecs alone, whatever
 * the user has set for those types.
 *
 * <p>Everything is qualified, so that the search path matters for the names that the user has given only. OIDs go
 * through arrays from step to step: the planner takes those for short, however many types are asked for, and so the
 * estimated cost stays below where the server would begin to compile the query, which takes longer than to run it.
 */
final class CatalogQuery {

    /** Types by OID and by name, and recursively what values of them hold. */
    static final String SQL = """
            with recursive asked(name, oid) as (
              select n, pg_catalog.to_regtype(n)::pg_catalog.oid from pg_catalog.unnest($2) as u(n)
            ), needed(oid) as (
              select t.oid from pg_catalog.pg_type t where t.oid operator(pg_catalog.=) any (array(
                select u.o from pg_catalog.unnest($1) as u(o)
                union all
                select a.oid from asked a where a.oid is not null))
              union
              select part.oid
              from needed
              join pg_catalog.pg_type t on t.oid operator(pg_catalog.=) needed.oid
              cross join lateral (
                select t.typbasetype as oid where t.typtype operator(pg_catalog.=) 'd'
                union all
                select t.typelem where t.typtype operator(pg_catalog.=) 'b'
                  and t.typlen operator(pg_catalog.=) -1 and t.typelem operator(pg_catalog.<>) 0
                union all
                select a.atttypid from pg_catalog.pg_attribute a
                where t.typtype operator(pg_catalog.=) 'c' and a.attrelid operator(pg_catalog.=) t.typrelid
                  and a.attnum operator(pg_catalog.>) 0 and not a.attisdropped
                union all
                select r.rngsubtype from pg_catalog.pg_range r
                where t.typtype operator(pg_catalog.=) 'r' and r.rngtypid operator(pg_catalog.=) t.oid
                union all
                select r.rngtypid from pg_catalog.pg_range r
                where t.typtype operator(pg_catalog.=) 'm' and r.rngmultitypid operator(pg_catalog.=) t.oid
              ) part
            )
            select t.oid,
              (select n.nspname from pg_catalog.pg_namespace n where n.oid operator(pg_catalog.=) t.typnamespace),
              t.typname,
              (case when t.typtype operator(pg_catalog.=) 'b' and t.typlen operator(pg_catalog.=) -1
                and t.typelem operator(pg_catalog.<>) 0 then 'a' else t.typtype end)::pg_catalog.text,
              case t.typtype
                when 'b' then t.typelem
                when 'd' then t.typbasetype
                when 'r' then (select r.rngsubtype from pg_catalog.pg_range r
                  where r.rngtypid operator(pg_catalog.=) t.oid)
                when 'm' then (select r.rngtypid from pg_catalog.pg_range r
                  where r.rngmultitypid operator(pg_catalog.=) t.oid)
                else 0 end,
              t.typdelim::pg_catalog.text,
              array(select a.attname::pg_catalog.text from pg_catalog.pg_attribute a
                where t.typtype operator(pg_catalog.=) 'c' and a.attrelid operator(pg_catalog.=) t.typrelid
                  and a.attnum operator(pg_catalog.>) 0 and not a.attisdropped order by a.attnum),
              array(select a.atttypid from pg_catalog.pg_attribute a
                where t.typtype operator(pg_catalog.=) 'c' and a.attrelid operator(pg_catalog.=) t.typrelid
                  and a.attnum operator(pg_catalog.>) 0 and not a.attisdropped order by a.attnum),
              array(select e.enumlabel::pg_catalog.text from pg_catalog.pg_enum e
                where t.typtype operator(pg_catalog.=) 'e' and e.enumtypid operator(pg_catalog.=) t.oid
                order by e.enumsortorder),
              t.typsend::pg_catalog.oid operator(pg_catalog.<>) 0
                and t.typreceive::pg_catalog.oid operator(pg_catalog.<>) 0,
              exists(select from pg_catalog.pg_depend d
                where d.classid operator(pg_catalog.=) 'pg_catalog.pg_type'::pg_catalog.regclass
                  and d.objid operator(pg_catalog.=) t.oid
                  and d.refclassid operator(pg_catalog.=) 'pg_catalog.pg_extension'::pg_catalog.regclass
                  and d.deptype operator(pg_catalog.=) 'e'),
              array(select a.name from asked a where a.oid operator(pg_catalog.=) t.oid)
            from pg_catalog.pg_type t
            where t.oid operator(pg_catalog.=) any (array(select n.oid from needed n))""";

    private static final int OIDS = 1028;
    private static final int TEXTS = 1009;
    private static final List<Integer> BINARY = List.of(1);

    private static final RowShape SHAPE = shape(26, 19, 19, 25, 26, 25, TEXTS, OIDS, TEXTS, 16, 16, TEXTS);

    private enum State {
        PARSE,
        BIND,
        ROWS,
        DONE
    }

    private final ClientTypes.Question question;
    private final RowBuffer rows = new RowBuffer();
    private State state = State.PARSE;

    CatalogQuery(ClientTypes.Question question) {
        this.question = question;
    }

    private static RowShape shape(int... oids) {
        Codec[] codecs = new Codec[oids.length];
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < oids.length; i++) {
            codecs[i] = TypeRegistry.byOid(oids[i]);
            columns.add(new Column("column " + i, oids[i], codecs[i].typeName(), -1, 0, 0));
        }
        return new RowShape(columns, codecs);
    }

    void write(ByteBuf out) {
        long[] oids =
                question.oids().stream().mapToLong(Integer::toUnsignedLong).toArray();
        new Parse("", SQL, List.of(OIDS, TEXTS)).write(out);
        new Bind("", "", BINARY, List.of(value(OIDS, oids), value(TEXTS, question.names())), BINARY).write(out);
        new Execute("", 0).write(out);
        Statement.writeSync(out);
    }

    private static Bytes value(int oid, Object value) {
        ByteBuf out = Unpooled.buffer();
        TypeRegistry.byOid(oid).encode(value, out);
        return Bytes.of(ByteBufUtil.getBytes(out));
    }

    /** An answer. @return false if it must not come now */
    boolean message(byte type, ByteBuf buf, int start, int length) {
        return switch (type) {
            case MessageType.PARSE_COMPLETE -> advance(State.PARSE, State.BIND);
            case MessageType.BIND_COMPLETE -> advance(State.BIND, State.ROWS);
            case MessageType.DATA_ROW -> state == State.ROWS && rows.add(SHAPE.size(), buf, start, length);
            case MessageType.COMMAND_COMPLETE -> advance(State.ROWS, State.DONE);
            default -> false;
        };
    }

    private boolean advance(State from, State to) {
        boolean expected = state == from;
        state = to;
        return expected;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /** What the server has said. @throws PgDataException when that makes no sense */
    ClientTypes.Answer answer() {
        List<TypeInfo> types = new ArrayList<>();
        Map<String, Integer> names = new HashMap<>();
        for (Row row : rows.take(SHAPE, ResultCollector.NO_RESULT)) {
            TypeInfo type = type(row);
            types.add(type);
            for (String name : texts(row, 11)) {
                names.put(name, type.oid());
            }
        }
        return new ClientTypes.Answer(types, names);
    }

    private static TypeInfo type(Row row) {
        List<String> attributeNames = texts(row, 6);
        long[] attributeTypes = required(row, 7, long[].class);
        List<Attribute> attributes = new ArrayList<>();
        for (int i = 0; i < Math.min(attributeTypes.length, attributeNames.size()); i++) {
            attributes.add(new Attribute(attributeNames.get(i), (int) attributeTypes[i]));
        }
        String delimiter = required(row, 5, String.class);
        Kind kind = kind(required(row, 3, String.class));
        return new TypeInfo(
                (int) row.getLong(0),
                required(row, 1, String.class),
                required(row, 2, String.class),
                kind,
                kind == Kind.BASE ? 0 : (int) row.getLong(4),
                delimiter.isEmpty() ? ',' : delimiter.charAt(0),
                attributes,
                texts(row, 8),
                row.getBoolean(9),
                row.getBoolean(10));
    }

    private static Kind kind(String typtype) {
        return switch (typtype) {
            case "a" -> Kind.ARRAY;
            case "c" -> Kind.COMPOSITE;
            case "d" -> Kind.DOMAIN;
            case "e" -> Kind.ENUM;
            case "r" -> Kind.RANGE;
            case "m" -> Kind.MULTIRANGE;
            case "p" -> Kind.PSEUDO;
            default -> Kind.BASE;
        };
    }

    private static List<String> texts(Row row, int column) {
        return List.of(required(row, column, String[].class));
    }

    /** NULL cannot come from this query. */
    private static <T> T required(Row row, int column, Class<T> type) {
        @Nullable T value = row.get(column, type);
        if (value == null) {
            throw new PgDataException("the server's catalog holds NULL where it cannot be");
        }
        return value;
    }
}
