package io.pgnative.boot.jdbc;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Entity
class JpaBook {

    @Id
    private long id;

    private String title = "";

    /** For JPA. */
    protected JpaBook() {}

    JpaBook(long id, String title) {
        this.id = id;
        this.title = title;
    }

    long id() {
        return id;
    }

    String title() {
        return title;
    }
}
