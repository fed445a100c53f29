package io.pgnative.client.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pgnative.client.PgDataException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClassShapeTest {

    private record Person(long id, String firstName, List<String> tags) {}

    record Failing(int code) {
        Failing {
            if (code == 1) {
                throw new IllegalStateException("one");
            }
        }
    }

    public static class Checked {
        public Checked() throws IOException {
            throw new IOException("disk");
        }

        public void setX(int x) {
            throw new AssertionError(x);
        }
    }

    public static class Bean {
        private int size = 7;
        private @Nullable String name = "none";

        public int getSize() {
            return size;
        }

        public void setSize(int size) {
            this.size = size;
        }

        public @Nullable String getName() {
            return name;
        }

        public void setName(@Nullable String name) {
            this.name = name;
        }
    }

    public static class TwoSetters {
        public void setX(int x) {}

        public void setX(String x) {}
    }

    public static class Nothing {}

    @Test
    void makesRecordsAndTakesThemApart() {
        ClassShape<Person> shape = ClassShape.of(Person.class);
        assertThat(ClassShape.of(Person.class)).isSameAs(shape);
        assertThat(shape.components()).extracting(Component::name).containsExactly("id", "firstName", "tags");
        assertThat(shape.components().get(0).type()).isEqualTo(long.class);
        assertThat(shape.components().get(0).elementType()).isNull();
        assertThat(shape.components().get(2).elementType()).isEqualTo(String.class);

        Person person = shape.construct(new Object[] {5L, "Ada", List.of("x")});
        assertThat(person).isEqualTo(new Person(5, "Ada", List.of("x")));
        assertThat(shape.components().stream().map(component -> component.get(person)))
                .containsExactly(5L, "Ada", List.of("x"));
        assertThat(shape.construct(new Object[] {ClassShape.ABSENT, ClassShape.ABSENT, ClassShape.ABSENT}))
                .extracting(Person::id, Person::firstName)
                .containsExactly(0L, null);
    }

    @Test
    void makesBeansAndLeavesWhatIsAbsent() {
        ClassShape<Bean> shape = ClassShape.of(Bean.class);
        assertThat(shape.components()).extracting(Component::name).containsExactly("name", "size");
        assertThat(shape.components()).allMatch(Component::isReadable);

        Bean bean = shape.construct(new @Nullable Object[] {null, ClassShape.ABSENT});
        assertThat(bean.getName()).isNull();
        assertThat(bean.getSize()).isEqualTo(7);
        assertThat(shape.components().get(1).get(bean)).isEqualTo(7);
    }

    @Test
    void matchesNamesStrictlyOrNot() {
        ClassShape<Person> shape = ClassShape.of(Person.class);
        assertThat(shape.match(List.of("tags", "first_name", "id"), Strictness.STRICT, "column"))
                .containsExactly(2, 1, 0);
        assertThat(shape.match(List.of("id", "firstName", "first_name", "id"), Strictness.LENIENT, "column"))
                .containsExactly(3, 1, -1);
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> shape.match(List.of("id", "tags"), Strictness.STRICT, "field"))
                .withMessage("record " + Person.class.getName()
                        + ": no field for its component \"firstName\"; there are [id, tags]");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> shape.match(List.of("id", "tags", "first_name", "x"), Strictness.STRICT, "column"))
                .withMessage("record " + Person.class.getName() + ": no component for the column \"x\"");
    }

    @Test
    void passesWhatConstructorsThrow() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> ClassShape.of(Failing.class).construct(new Object[] {1}))
                .withMessage("one");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> ClassShape.of(Checked.class).construct(new Object[] {1}))
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void saysWhyAClassCannotBeMade() {
        Map.of(
                        TwoSetters.class, "has more than one setter for \"x\"",
                        Nothing.class, "has no setters",
                        Runnable.class, "is no class that can be made of named values",
                        String.class, "is no class that can be made of named values",
                        int[].class, "is no class that can be made of named values",
                        Thread.State.class, "is no class that can be made of named values")
                .forEach((type, reason) -> assertThatExceptionOfType(PgDataException.class)
                        .isThrownBy(() -> ClassShape.of(type))
                        .withMessageContaining(reason));
    }
}
