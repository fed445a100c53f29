package io.pgnative.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PgServerExceptionTest {

    @Test
    void keepsItsFieldsWhenItIsSentToAnotherProcess() throws IOException, ClassNotFoundException {
        PgServerException error = new PgServerException(
                "duplicate key", Map.of('C', "23505", 'n', "item_pkey", 'V', "ERROR"), "insert into item", 7);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(error);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            PgServerException copy = (PgServerException) in.readObject();
            assertThat(copy.sqlState()).isEqualTo("23505");
            assertThat(copy.constraint()).isEqualTo("item_pkey");
            assertThat(copy.sql()).isEqualTo("insert into item");
            assertThat(copy).hasMessage("duplicate key");
        }
    }
}
