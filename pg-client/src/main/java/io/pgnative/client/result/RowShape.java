package io.pgnative.client.result;

import io.pgnative.client.Column;
import io.pgnative.client.mapping.Strictness;
import io.pgnative.client.type.Codec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the rows of a statement look like; made once per prepared statement and shared by all its results. */
public final class RowShape {

    /** No columns, and no rows either. */
    public static final RowShape NONE = new RowShape(List.of(), new Codec[0]);

    private final List<Column> columns;
    private final Codec[] codecs;
    private final Map<String, Integer> indexByName;
    private final Map<Class<?>, RowMapper<?>> mappers = new ConcurrentHashMap<>(2);
    private final Strictness strictness;
    private volatile @Nullable RowShape lenient;

    /**
     * Makes one.
     *
     * @param columns the columns
     * @param codecs the codec of each
     */
    public RowShape(List<Column> columns, Codec[] codecs) {
        this.strictness = Strictness.STRICT;
        this.columns = List.copyOf(columns);
        this.codecs = codecs.clone();
        this.indexByName = new HashMap<>(columns.size() * 2);
        for (int i = 0; i < codecs.length; i++) {
            indexByName.put(columns.get(i).name(), i);
        }
    }

    private RowShape(RowShape strict, Strictness strictness) {
        this.columns = strict.columns;
        this.codecs = strict.codecs;
        this.indexByName = strict.indexByName;
        this.strictness = strictness;
    }

    /**
     * The same, whose rows are mapped leniently.
     *
     * @return a view of this
     */
    public RowShape lenient() {
        if (strictness == Strictness.LENIENT) {
            return this;
        }
        RowShape known = lenient;
        if (known == null) {
            known = new RowShape(this, Strictness.LENIENT);
            lenient = known;
        }
        return known;
    }

    /**
     * The columns.
     *
     * @return an unmodifiable list
     */
    public List<Column> columns() {
        return columns;
    }

    /**
     * The number of columns.
     *
     * @return 0 or more
     */
    public int size() {
        return codecs.length;
    }

    /**
     * What reads the values of a column.
     *
     * @param column its index, from 0
     * @return the codec
     */
    public Codec codec(int column) {
        return codecs[column];
    }

    boolean has(String name) {
        return indexByName.containsKey(name);
    }

    int indexOf(String name) {
        Integer index = indexByName.get(name);
        if (index == null) {
            throw new IllegalArgumentException("no column \"" + name + "\"; there are " + names());
        }
        return index;
    }

    private List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    @SuppressWarnings("unchecked") // each class is mapped to a mapper of itself
    <T> RowMapper<T> mapper(Class<T> type) {
        RowMapper<?> mapper = mappers.get(type);
        if (mapper == null) {
            mapper = RowMapper.create(this, type, strictness);
            mappers.put(type, mapper);
        }
        return (RowMapper<T>) mapper;
    }
}
