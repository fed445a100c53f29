package io.pgnative.client.session;

import io.pgnative.client.Column;
import io.pgnative.client.result.RowShape;
import io.pgnative.client.type.Codec;
import java.util.List;

/**
 * What the rows of a COPY look like.
 *
 * @param shape the columns
 * @param codecs of each
 */
public record CopyColumns(RowShape shape, List<Codec> codecs) {

    /** Copies the list. */
    public CopyColumns {
        codecs = List.copyOf(codecs);
    }

    /**
     * What the columns are called.
     *
     * @return in their order
     */
    public List<String> names() {
        return shape.columns().stream().map(Column::name).toList();
    }
}
