package io.pgnative.spring.boot.actuate.autoconfigure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The habits of Spring Boot's own auto-configurations. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.pgnative.spring.boot.actuate");

    @Test
    void autoConfigurationsArePublicFinalWithoutPublicMembers() {
        classes()
                .that()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .bePublic()
                .andShould()
                .haveModifier(JavaModifier.FINAL)
                .andShould()
                .haveSimpleNameEndingWith("AutoConfiguration")
                .andShould(havePackagePrivateMembers())
                .check(CLASSES);
    }

    @Test
    void autoConfigurationsAreListed() throws IOException {
        List<String> annotated = CLASSES.stream()
                .filter(type -> type.isAnnotatedWith(AutoConfiguration.class))
                .map(JavaClass::getName)
                .sorted()
                .toList();
        try (InputStream in = Objects.requireNonNull(
                getClass().getResourceAsStream("/META-INF/spring/" + AutoConfiguration.class.getName() + ".imports"))) {
            String listed = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(listed.lines()).containsExactlyElementsOf(annotated);
        }
    }

    @Test
    void beanMethodsAreGuardedByTheirClassAndReturnWhatBeanFactoriesCanSee() {
        methods()
                .that()
                .areAnnotatedWith(Bean.class)
                .should()
                .notBeAnnotatedWith(ConditionalOnClass.class)
                .andShould()
                .notBePublic()
                .andShould()
                .notBePrivate()
                .andShould(returnNoPrivateType())
                .check(CLASSES);
    }

    @Test
    void propertiesAreNamedAsUsual() {
        classes()
                .that()
                .areAnnotatedWith(ConfigurationProperties.class)
                .should()
                .haveSimpleNameEndingWith("Properties")
                .check(CLASSES);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("io.pgnative.spring.boot.actuate.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void textIsNotChangedByTheLocaleOfTheMachine() {
        noClasses().should().callMethod(String.class, "toLowerCase").check(CLASSES);
        noClasses().should().callMethod(String.class, "toUpperCase").check(CLASSES);
    }

    @Test
    void onlyThePublicPackageOfTheClientIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.pgnative.client.config..",
                        "io.pgnative.client.face..",
                        "io.pgnative.client.pool..",
                        "io.pgnative.client.session..",
                        "io.pgnative.client.type..",
                        "io.pgnative.client.wire..")
                .check(CLASSES);
    }

    private static ArchCondition<JavaClass> havePackagePrivateMembers() {
        return new ArchCondition<>("have no public member") {

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getMembers().stream()
                        .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC))
                        .forEach(member -> events.add(SimpleConditionEvent.violated(
                                member, String.format(Locale.ROOT, "%s is public", member.getFullName()))));
            }
        };
    }

    private static ArchCondition<JavaMethod> returnNoPrivateType() {
        return new ArchCondition<>("return no private type") {

            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                if (method.getRawReturnType().getModifiers().contains(JavaModifier.PRIVATE)) {
                    events.add(SimpleConditionEvent.violated(method, method.getFullName() + " returns a private type"));
                }
            }
        };
    }
}
