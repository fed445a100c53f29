package io.pgnative.spring.boot.data;

import java.util.List;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;

/** Slices of what was read with one row more than a page has. */
final class Slices {

    private Slices() {}

    static <T> Slice<T> of(List<T> read, Pageable pageable) {
        boolean hasNext = pageable.isPaged() && read.size() > pageable.getPageSize();
        return new SliceImpl<>(hasNext ? read.subList(0, pageable.getPageSize()) : read, pageable, hasNext);
    }
}
