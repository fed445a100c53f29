package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.ReactivePgClient;
import java.util.List;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Defines the beans of each client of {@code spring.pgnative.clients}. None of them is a candidate where nothing names
 * it, so that they stand beside the default client, and none takes the place of a bean that is called as it would be.
 */
class NamedClientsRegistrar implements ImportBeanDefinitionRegistrar {

    private static final String FACTORY = "pgNativeNamedClients";

    private final Environment environment;
    private final ClassLoader classLoader;

    NamedClientsRegistrar(Environment environment, ClassLoader classLoader) {
        this.environment = environment;
        this.classLoader = classLoader;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        List<ClientBeans> clients = ClientBeans.named(environment);
        if (!clients.isEmpty()) {
            registry.registerBeanDefinition(FACTORY, new RootBeanDefinition(NamedClients.class));
            boolean isReactorThere = ClassUtils.isPresent("reactor.core.publisher.Flux", classLoader);
            clients.forEach(client -> register(client, isReactorThere, registry));
        }
    }

    private static void register(ClientBeans client, boolean isReactorThere, BeanDefinitionRegistry registry) {
        if (!registry.containsBeanDefinition(client.pgClient())) {
            RootBeanDefinition lifecycle =
                    NamedBeanDefinitions.madeBy(PgClientLifecycle.class, FACTORY, "lifecycle", client.client());
            NamedBeanDefinitions.register(client, client.lifecycle(), lifecycle, registry);
            RootBeanDefinition definition = view(
                    PgClient.class, "client", new RuntimeBeanReference(client.lifecycle(), PgClientLifecycle.class));
            NamedBeanDefinitions.register(client, client.pgClient(), definition, registry);
        }
        RuntimeBeanReference reference = new RuntimeBeanReference(client.pgClient(), PgClient.class);
        if (isReactorThere) {
            NamedBeanDefinitions.register(
                    client, client.reactivePgClient(), view(ReactivePgClient.class, "reactive", reference), registry);
        }
        NamedBeanDefinitions.register(
                client, client.blockingPgClient(), view(BlockingPgClient.class, "blocking", reference), registry);
    }

    /** Not closed by its own destroy method: the lifecycle of the client waits for the end. */
    private static RootBeanDefinition view(Class<?> type, String method, RuntimeBeanReference argument) {
        RootBeanDefinition definition = new RootBeanDefinition(NamedClients.class);
        definition.setTargetType(type);
        definition.setFactoryMethodName(method);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, argument);
        definition.setDestroyMethodName("");
        return definition;
    }
}
