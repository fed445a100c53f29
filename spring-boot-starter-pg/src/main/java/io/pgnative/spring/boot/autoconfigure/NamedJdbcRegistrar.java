package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.spring.boot.jdbc.PgJdbcConnectionDetails;
import java.util.List;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Defines what tells JDBC of each client of {@code spring.pgnative.clients}, unless {@code jdbc.enabled} of the client
 * is false.
 */
class NamedJdbcRegistrar implements ImportBeanDefinitionRegistrar {

    private static final String FACTORY = "pgNativeNamedJdbc";

    private final Environment environment;

    NamedJdbcRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        List<ClientBeans> clients = ClientBeans.named(environment).stream()
                .filter(client -> environment.getProperty(client.prefix() + ".jdbc.enabled", Boolean.class, true))
                .toList();
        if (!clients.isEmpty()) {
            registry.registerBeanDefinition(FACTORY, new RootBeanDefinition(NamedJdbc.class));
        }
        for (ClientBeans client : clients) {
            RootBeanDefinition details =
                    NamedBeanDefinitions.madeBy(PgJdbcConnectionDetails.class, FACTORY, "details", client.client());
            NamedBeanDefinitions.register(client, client.jdbcConnectionDetails(), details, registry);
        }
    }
}
