package io.pgnative.client.result;

import io.pgnative.client.Column;
import io.pgnative.client.PgDataException;
import io.pgnative.client.mapping.ClassShape;
import io.pgnative.client.mapping.Component;
import io.pgnative.client.mapping.Strictness;
import io.pgnative.client.type.Codec;
import io.pgnative.client.type.ComponentForm;
import java.util.ArrayList;
import java.util.List;

/** Tells before there are rows whether they can be mapped to a class, by the rules of {@link RowMapper}. */
public final class RowFit {

    private RowFit() {}

    /**
     * What keeps rows from being mapped.
     *
     * @param shape of the rows
     * @param type the class
     * @return what does not fit; empty when all does
     */
    public static List<String> mismatches(RowShape shape, Class<?> type) {
        try {
            RowMapper.create(shape, type, Strictness.STRICT);
        } catch (PgDataException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
        if (RowMapper.isSingle(shape, type)) {
            return shape.codec(0).isReadableAs(type)
                    ? List.of()
                    : List.of(column(shape, 0) + " cannot be read as " + type.getTypeName());
        }
        return components(shape, ClassShape.of(type));
    }

    private static List<String> components(RowShape shape, ClassShape<?> target) {
        int[] columns = target.match(shape.columns().stream().map(Column::name).toList(), Strictness.STRICT, "column");
        List<String> found = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            Component component = target.components().get(i);
            Codec codec = shape.codec(columns[i]);
            if (!ComponentForm.of(component.genericType(), codec).isReadableBy(codec)) {
                found.add(column(shape, columns[i]) + " cannot be read as "
                        + component.genericType().getTypeName() + ", which the component \"" + component.name()
                        + "\" of " + target.describe() + " is");
            }
        }
        return found;
    }

    private static String column(RowShape shape, int index) {
        return "column \"" + shape.columns().get(index).name() + "\" of type "
                + shape.codec(index).typeName();
    }
}
