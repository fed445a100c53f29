package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.spring.boot.init.PgScriptDatabaseInitializer;
import java.util.List;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.sql.autoconfigure.init.SqlInitializationProperties;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** Defines what runs the scripts of each client of {@code spring.pgnative.clients} that has some. */
class NamedScriptsRegistrar implements ImportBeanDefinitionRegistrar {

    private static final String FACTORY = "pgNativeNamedScripts";

    private final Environment environment;

    NamedScriptsRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        List<ClientBeans> clients =
                ClientBeans.named(environment).stream().filter(this::hasScripts).toList();
        if (!clients.isEmpty()) {
            registry.registerBeanDefinition(FACTORY, new RootBeanDefinition(NamedScripts.class));
        }
        for (ClientBeans client : clients) {
            RootBeanDefinition initializer = NamedBeanDefinitions.madeBy(
                    PgScriptDatabaseInitializer.class, FACTORY, "initializer", client.client());
            NamedBeanDefinitions.register(client, client.scriptDatabaseInitializer(), initializer, registry);
        }
    }

    private boolean hasScripts(ClientBeans client) {
        return Binder.get(environment)
                .bind(NamedScripts.prefix(client.client()), SqlInitializationProperties.class)
                .isBound();
    }
}
