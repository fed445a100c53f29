package io.pgnative.spring.boot.autoconfigure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.pgnative.spring.boot.testing.BootArchitectureRules;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;

class ArchitectureTest extends BootArchitectureRules {

    ArchitectureTest() {
        super("io.pgnative.spring.boot");
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
