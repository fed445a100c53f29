package io.pgnative.spring.boot.query.library;

import io.pgnative.spring.boot.query.Modifying;
import io.pgnative.spring.boot.query.PgQueries;
import io.pgnative.spring.boot.query.Query;
import java.math.BigDecimal;
import org.springframework.transaction.annotation.Transactional;

/** Has a method of its own that is a transaction. */
@PgQueries
interface Prices {

    @Query("update book set price = :price where id = :id")
    @Modifying
    int change(long id, BigDecimal price);

    @Transactional("pgTransactionManager")
    default void exchange(long one, BigDecimal priceOfOne, long other, BigDecimal priceOfOther) {
        if (change(one, priceOfOne) + change(other, priceOfOther) != 2) {
            throw new IllegalStateException("there are not both books");
        }
    }
}
