package io.pgnative.spring.boot.autoconfigure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.pgnative.spring.boot.testing.BootArchitectureRules;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.Configuration;

class ArchitectureTest extends BootArchitectureRules {

    ArchitectureTest() {
        super("io.pgnative.spring.boot");
    }

    @Test
    void conditionsAndHoldersAreNotPublic() {
        ArchRuleDefinition.classes()
                .that()
                .areAssignableTo(SpringBootCondition.class)
                .should()
                .notBePublic()
                .check(classes());
        ArchRuleDefinition.classes()
                .that()
                .areAnnotatedWith(Configuration.class)
                .and()
                .areNotAnnotatedWith(AutoConfiguration.class)
                .should()
                .notBePublic()
                .check(classes());
    }

    @Test
    void internalsOfVertxAreTouchedByOneClass() {
        noClasses()
                .that()
                .doNotHaveSimpleName("OwnedVertx")
                .and()
                .doNotHaveSimpleName("NamingThreadFactory")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        Vertx.class.getPackageName() + ".impl..", Vertx.class.getPackageName() + ".internal..")
                .check(classes());
    }
}
