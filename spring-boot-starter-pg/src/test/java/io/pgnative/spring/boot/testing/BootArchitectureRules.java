package io.pgnative.spring.boot.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
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
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.DeprecatedConfigurationProperty;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.util.ResourceUtils;

/** The habits of Spring Boot's own auto-configurations, for each module to hold. */
public abstract class BootArchitectureRules {

    private final String root;
    private final JavaClasses classes;

    /**
     * Reads the classes of a module.
     *
     * @param root their package
     */
    protected BootArchitectureRules(String root) {
        this.root = root;
        this.classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(new ImportOption.DoNotIncludeJars())
                .importPackages(root);
    }

    /** The classes of the module. */
    protected final JavaClasses classes() {
        return classes;
    }

    @Test
    protected void autoConfigurationsArePublicFinalWithoutPublicMembers() {
        ArchRuleDefinition.classes()
                .that()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .bePublic()
                .andShould()
                .haveModifier(JavaModifier.FINAL)
                .andShould()
                .haveSimpleNameEndingWith("AutoConfiguration")
                .andShould(havePackagePrivateMembers())
                .check(classes);
    }

    @Test
    protected void autoConfigurationsAreListed() throws IOException {
        List<String> annotated = classes.stream()
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
    protected void beanMethodsAreGuardedByTheirClassAndReturnWhatBeanFactoriesCanSee() {
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
                .check(classes);
    }

    @Test
    protected void propertiesAreNamedAsUsual() {
        ArchRuleDefinition.classes()
                .that()
                .areAnnotatedWith(ConfigurationProperties.class)
                .should()
                .haveSimpleNameEndingWith("Properties")
                .check(classes);
    }

    @Test
    @DisplayName(
            "B57: the prefix of properties is given as Spring Boot itself gives it, and their maps keep their order")
    protected void propertiesAreBoundAsUsual() {
        ArchRuleDefinition.classes()
                .that()
                .areAnnotatedWith(ConfigurationProperties.class)
                .should(giveTheirPrefixAsValue())
                .allowEmptyShould(true)
                .check(classes);
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Properties")
                .should()
                .callConstructor(HashMap.class)
                .orShould()
                .callConstructor(HashSet.class)
                .check(classes);
    }

    @Test
    @DisplayName("B57: what is made before all other beans does not have its configuration made, too")
    protected void earlyBeansAreMadeByStaticMethods() {
        methods()
                .that()
                .areAnnotatedWith(Bean.class)
                .and()
                .haveRawReturnType(
                        assignableTo(BeanPostProcessor.class).or(assignableTo(BeanFactoryPostProcessor.class)))
                .should()
                .beStatic()
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    @DisplayName("B57: what is made before all other beans has none of them made for it")
    protected void earlyBeansTakeNoOthers() {
        methods()
                .that()
                .areAnnotatedWith(Bean.class)
                .and()
                .haveRawReturnType(
                        assignableTo(BeanPostProcessor.class).or(assignableTo(BeanFactoryPostProcessor.class)))
                .should(takeNoBeans())
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    @DisplayName("B57: a condition does not repeat the type that its method returns")
    protected void conditionsRepeatNoReturnTypes() {
        methods()
                .that()
                .areAnnotatedWith(Bean.class)
                .and()
                .areAnnotatedWith(ConditionalOnMissingBean.class)
                .should(notRepeatTheirReturnType())
                .check(classes);
    }

    @Test
    @DisplayName("B57: auto-configurations of modules that may be missing are named, those that are there are classes")
    protected void orderIsByNameWhereAModuleMayBeMissing() {
        ArchRuleDefinition.classes()
                .that()
                .areAnnotatedWith(AutoConfiguration.class)
                .should(nameOnlyOptionalAutoConfigurations())
                .check(classes);
    }

    @Test
    @DisplayName("B57: conditions and what holds beans are not public")
    protected void conditionsAndHoldersAreNotPublic() {
        ArchRuleDefinition.classes()
                .that()
                .areAssignableTo(SpringBootCondition.class)
                .should()
                .notBePublic()
                .allowEmptyShould(true)
                .check(classes);
        ArchRuleDefinition.classes()
                .that()
                .areAnnotatedWith(Configuration.class)
                .and()
                .areNotAnnotatedWith(AutoConfiguration.class)
                .should()
                .notBePublic()
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    @DisplayName("B57: what is deprecated says since when, and resources are read by loaders of the application")
    protected void deprecationsAndResourcesAreAsUsual() {
        methods()
                .that()
                .areAnnotatedWith(DeprecatedConfigurationProperty.class)
                .should(saySinceWhen())
                .allowEmptyShould(true)
                .check(classes);
        noClasses()
                .should()
                .callMethod(ResourceUtils.class, "getURL", String.class)
                .check(classes);
    }

    @Test
    @DisplayName("B57: lists of streams cannot be changed, and nothing is encoded by the name of a charset")
    protected void listsOfStreamsCannotBeChanged() {
        noClasses().should().callMethod(Collectors.class, "toList").check(classes);
        noClasses()
                .should()
                .callMethod(URLEncoder.class, "encode", String.class, String.class)
                .check(classes);
    }

    @Test
    protected void packagesAreFreeOfCycles() {
        slices().matching(root + ".(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    protected void textIsNotChangedByTheLocaleOfTheMachine() {
        noClasses().should().callMethod(String.class, "toLowerCase").check(classes);
        noClasses().should().callMethod(String.class, "toUpperCase").check(classes);
    }

    @Test
    protected void onlyThePublicPackageOfTheClientIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.pgnative.client.config..",
                        "io.pgnative.client.face..",
                        "io.pgnative.client.pool..",
                        "io.pgnative.client.result..",
                        "io.pgnative.client.session..",
                        "io.pgnative.client.type..",
                        "io.pgnative.client.wire..")
                .check(classes);
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

    private static ArchCondition<JavaClass> giveTheirPrefixAsValue() {
        return new ArchCondition<>("give their prefix as value") {

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (type.getAnnotationOfType(ConfigurationProperties.class)
                        .value()
                        .isEmpty()) {
                    events.add(SimpleConditionEvent.violated(type, type.getFullName() + " gives none as value"));
                }
            }
        };
    }

    private static ArchCondition<JavaMethod> takeNoBeans() {
        Set<Class<?>> allowed = Set.of(ApplicationContext.class, Environment.class, ObjectProvider.class);
        return new ArchCondition<>("take what is there before all beans") {

            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                method.getParameters().stream()
                        .filter(parameter -> !parameter.isAnnotatedWith(Lazy.class)
                                && allowed.stream()
                                        .noneMatch(
                                                type -> parameter.getRawType().isEquivalentTo(type)))
                        .forEach(parameter -> events.add(SimpleConditionEvent.violated(
                                method,
                                method.getFullName() + " takes "
                                        + parameter.getRawType().getName())));
            }
        };
    }

    private static ArchCondition<JavaMethod> notRepeatTheirReturnType() {
        return new ArchCondition<>("not repeat their return type") {

            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                Class<?>[] missing = method.getAnnotationOfType(ConditionalOnMissingBean.class)
                        .value();
                if (missing.length == 1 && method.getRawReturnType().isEquivalentTo(missing[0])) {
                    events.add(SimpleConditionEvent.violated(method, method.getFullName() + " repeats it"));
                }
            }
        };
    }

    /** Of this project and of what each starter has, are by class; all others may not be on the class path. */
    private static boolean isAlwaysThere(String autoConfiguration) {
        return autoConfiguration.startsWith("io.pgnative.")
                || autoConfiguration.startsWith("org.springframework.boot.autoconfigure.");
    }

    private static ArchCondition<JavaClass> nameOnlyOptionalAutoConfigurations() {
        return new ArchCondition<>("name auto-configurations of optional modules, and no others") {

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                AutoConfiguration order = type.getAnnotationOfType(AutoConfiguration.class);
                Stream.of(order.before(), order.after())
                        .flatMap(Arrays::stream)
                        .map(Class::getName)
                        .filter(other -> !isAlwaysThere(other))
                        .forEach(other -> events.add(SimpleConditionEvent.violated(
                                type, type.getName() + " refers to the class " + other + ", which may be missing")));
                Stream.of(order.beforeName(), order.afterName())
                        .flatMap(Arrays::stream)
                        .filter(BootArchitectureRules::isAlwaysThere)
                        .forEach(other -> events.add(SimpleConditionEvent.violated(
                                type, type.getName() + " names " + other + ", which is always there")));
            }
        };
    }

    private static ArchCondition<JavaMethod> saySinceWhen() {
        return new ArchCondition<>("say since when they are deprecated") {

            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                if (method.getAnnotationOfType(DeprecatedConfigurationProperty.class)
                        .since()
                        .isEmpty()) {
                    events.add(SimpleConditionEvent.violated(method, method.getFullName() + " does not"));
                }
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
