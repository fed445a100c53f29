package io.pgnative.client;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import io.pgnative.client.wire.frontend.Query;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the layers, and what no class of the client may do. */
class ArchitectureTest {

    private static final String ROOT = "io.pgnative.client";
    private static final int MOST_LINES = 600;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final DescribedPredicate<JavaClass> IMPLEMENTATION =
            resideInAPackage(ROOT + "..").and(DescribedPredicate.not(resideInAPackage(ROOT)));

    @ParameterizedTest
    @CsvSource({
        "wire,    wire",
        "mapping, mapping",
        "type,    type mapping",
        "result,  result type mapping",
        "config,  config",
        "sql,     sql",
        "session, session result wire type",
        "pool,    pool session",
        "copy,    copy session wire sql",
        "face,    face copy pool session result type mapping sql"
    })
    void knowsOnlyTheLayersBelow(String layer, String known) {
        String[] allowed = Stream.of(known.split(" "))
                .map(name -> ROOT + "." + name + "..")
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + layer + "..")
                .should()
                .dependOnClassesThat(IMPLEMENTATION.and(DescribedPredicate.not(resideInAnyPackage(allowed))))
                .check(CLASSES);
    }

    @Test
    void importsImplementationIntoThePublicPackageOnlyInFactoryMethods() {
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .and()
                .doNotBelongToAnyOf(PgClientBuilder.class, ScriptStatement.class)
                .should()
                .dependOnClassesThat(IMPLEMENTATION)
                .check(CLASSES);
    }

    @Test
    void hasNoCyclesBetweenImplementationPackages() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void keepsSocketsAndVertxOutOfTheWire() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty.channel..", "io.netty.bootstrap..", "java.net..")
                .check(CLASSES);
    }

    @Test
    void keepsSocketsAndFuturesOutOfTheTypes() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".type..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.netty.channel..", "io.netty.bootstrap..", "io.vertx.core..")
                        .and(DescribedPredicate.not(
                                resideInAnyPackage("io.vertx.core.json..", "io.vertx.core.buffer.."))))
                .check(CLASSES);
    }

    // Vert.x changes these between minor versions; fewer classes than this make fewer to look at when it does.
    @Test
    void touchesVertxInternalsOnlyWhereSocketsAndContextsAre() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".session..", ROOT + ".pool..", ROOT + ".face..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.core.internal..", "io.vertx.core.impl..")
                .check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.core.impl..")
                .check(CLASSES);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".session.SocketConnector")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.core.internal.net..")
                .check(CLASSES);
    }

    @Test
    void keepsReactorOutOfAllThatRunsWithoutIt() {
        noClasses()
                .that()
                .haveNameNotMatching(".*(Reactive|Reactor).*")
                .and()
                .areNotAssignableTo(PgClient.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("reactor..")
                .check(CLASSES);
    }

    @Test
    void logsBySlf4jAlone() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethodWhere(targetNamed("printStackTrace"))
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(CLASSES);
    }

    @Test
    void neverSleeps() {
        noClasses().should().callMethodWhere(targetNamed("sleep")).check(CLASSES);
    }

    @Test
    @DisplayName("S31: creates no temporary files")
    void createsNoTemporaryFiles() {
        noClasses()
                .should()
                .callMethodWhere(targetNamed("createTempFile").or(targetNamed("createTempDirectory")))
                .check(CLASSES);
    }

    /**
     * Arguments are sent beside a statement, never within it. The one exception needs the server's help: a COPY takes
     * no parameters, so that {@code copyOut(query, args)} has the server write the arguments as literals.
     */
    @Test
    @DisplayName("S11: what sends a simple query has no arguments")
    void putsNoArgumentsIntoSimpleQueries() {
        JavaClasses senders = CLASSES.that(
                DescribedPredicate.describe("send Query", sender -> sender.getConstructorCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Query.class))));
        assertThat(senders).hasSizeGreaterThan(3);
        // Explain runs a statement with arguments as others do; its simple queries are BEGIN and SAVEPOINT.
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".session.Explain")
                .should(have(Object[].class))
                .check(senders);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".copy.CopyOutCall")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(ROOT + ".sql.NumberedSql")
                .check(CLASSES.that(DescribedPredicate.not(resideInAPackage(ROOT + ".sql"))));
    }

    @Test
    @DisplayName("S28: makes no objects of classes that are named by a text, and runs no programs")
    void loadsNoClassesByName() {
        noClasses()
                .should()
                .callMethod(Class.class, "forName", String.class)
                .orShould()
                .callMethod(ClassLoader.class, "loadClass", String.class)
                .orShould()
                .dependOnClassesThat(
                        type(ProcessBuilder.class).or(type(Runtime.class)).or(type(Process.class)))
                .check(CLASSES);
    }

    @Test
    @DisplayName("S30, S39: parses no XML, and unpacks nothing that a server has packed")
    void parsesNoXmlAndDecompressesNothing() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "javax.xml..",
                        "org.w3c..",
                        "org.xml..",
                        "java.util.zip..",
                        "java.util.jar..",
                        "io.netty.handler.codec.compression..")
                .check(CLASSES);
    }

    @Test
    @DisplayName("S39: reads and writes no serialized objects")
    void readsAndWritesNoSerializedObjects() {
        noClasses()
                .should()
                .dependOnClassesThat(type(ObjectInputStream.class).or(type(ObjectOutputStream.class)))
                .check(CLASSES);
    }

    @Test
    void keepsEverySourceFileShort() throws IOException {
        List<Path> sources = sources();

        assertThat(sources).hasSizeGreaterThan(40);
        for (Path source : sources) {
            assertThat(Files.readAllLines(source).size())
                    .as("lines of %s", source)
                    .isLessThanOrEqualTo(MOST_LINES);
        }
    }

    @Test
    void marksEveryPackageForNullness() throws IOException {
        for (Path source : sources()) {
            assertThat(source.resolveSibling("package-info.java"))
                    .content()
                    .as("package of %s", source)
                    .contains("@NullMarked");
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static ArchCondition<JavaClass> have(Class<?> type) {
        return ArchCondition.from(DescribedPredicate.describe(
                "have a field or a parameter of " + type.getSimpleName(), each -> Stream.concat(
                                each.getFields().stream().map(field -> field.getRawType()),
                                each.getCodeUnits().stream().flatMap(unit -> unit.getRawParameterTypes().stream()))
                        .anyMatch(used -> used.isEquivalentTo(type))));
    }

    private static DescribedPredicate<JavaMethodCall> targetNamed(String method) {
        return DescribedPredicate.describe(
                "call " + method, call -> call.getTarget().getName().equals(method));
    }
}
