package io.pgnative.spring.boot.listen;

import io.pgnative.client.ListenGap;
import io.pgnative.client.ListenOptions;
import io.pgnative.client.Notification;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PoolerMode;
import io.pgnative.spring.boot.listen.ListenerScanner.Found;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.convert.ConversionException;

/** Makes listeners of what the annotations of beans ask for, and refuses what cannot be right. */
final class ListenerFactory {

    private static final String ANNOTATION = "@PgListener";

    private final ConfigurableListableBeanFactory beanFactory;
    private final ObjectProvider<PgClient> clients;
    private final PgListenerSettings settings;
    private final Executor executor;
    private final PgListenerErrorHandler errors;
    private final ListenerExpressions expressions;
    private final Map<String, ListenerContainer> made = new LinkedHashMap<>();
    private final Map<String, Method> methods = new LinkedHashMap<>();

    ListenerFactory(
            ConfigurableListableBeanFactory beanFactory,
            ObjectProvider<PgClient> clients,
            PgListenerSettings settings,
            Executor executor,
            PgListenerErrorHandler errors) {
        this.beanFactory = beanFactory;
        this.clients = clients;
        this.settings = settings;
        this.executor = executor;
        this.errors = errors;
        this.expressions = new ListenerExpressions(beanFactory);
    }

    /** The listeners of the application, by id. */
    Map<String, ListenerContainer> create() {
        new ListenerScanner(beanFactory).scan().forEach(this::create);
        return Map.copyOf(made);
    }

    private void create(Found found) {
        Method any = (found.listeners().isEmpty() ? found.gaps() : found.listeners())
                .keySet()
                .iterator()
                .next();
        if (found.listeners().isEmpty()) {
            throw ListenerFailures.of(
                    "@PgListenerGap",
                    any,
                    "its bean \"" + found.name() + "\" has no @PgListener method that it could belong to",
                    "Put it beside the listener whose gaps it is to be told of.");
        }
        if (!beanFactory.isSingleton(found.name())) {
            throw ListenerFailures.of(
                    ANNOTATION,
                    any,
                    "its bean \"" + found.name() + "\" is no singleton",
                    "Make the bean a singleton, or move the method to one.");
        }
        Object bean = beanFactory.getBean(found.name());
        Set<String> ids = new HashSet<>();
        found.listeners().forEach((method, annotation) -> ids.add(id(found, method, annotation)));
        List<Gap> gaps = new ArrayList<>();
        found.gaps().forEach((method, annotation) -> gaps.add(gap(method, annotation, bean, ids)));
        found.listeners().forEach((method, annotation) -> add(found, method, annotation, bean, gaps));
    }

    // ---- gaps

    private record Gap(GapMethod method, Set<String> ids) {}

    private Gap gap(Method method, PgListenerGap annotation, Object bean, Set<String> ids) {
        Set<String> named = new HashSet<>();
        for (String given : annotation.value()) {
            String id = expressions.text(given);
            if (!ids.contains(id)) {
                throw ListenerFailures.of(
                        "@PgListenerGap",
                        method,
                        "its bean has no listener with the id \"" + id + "\", only " + ids,
                        "Name listeners of the same bean, or none for all of them.");
            }
            named.add(id);
        }
        return new Gap(GapMethod.of(method, bean), named.isEmpty() ? ids : named);
    }

    // ---- listeners

    private String id(Found found, Method method, PgListener annotation) {
        String id = expressions.text(annotation.id());
        return id.isEmpty() ? found.name() + "." + method.getName() : id;
    }

    private void add(Found found, Method method, PgListener annotation, Object bean, List<Gap> gaps) {
        String id = id(found, method, annotation);
        Method other = methods.put(id, method);
        if (other != null) {
            throw ListenerFailures.of(
                    ANNOTATION,
                    method,
                    "its id \"" + id + "\" is that of " + ListenerFailures.text(other) + ", too",
                    "Give one of them another id.");
        }
        PgClient client = client(method, expressions.text(annotation.client()));
        ListenerDefinition definition = new ListenerDefinition(
                id,
                channels(method, annotation, client),
                clientName(annotation, client),
                client,
                number(method, "concurrency", annotation.concurrency(), 1),
                number(method, "buffer", annotation.buffer(), settings.buffer()),
                value(method, "overflow", annotation.overflow(), PgListenerOverflow.class, settings.overflow()),
                value(method, "autoStartup", annotation.autoStartup(), Boolean.class, settings.autoStartup()));
        NotificationMethod notified = NotificationMethod.of(method, found.type(), bean, client::json);
        List<GapMethod> told = gaps.stream()
                .filter(gap -> gap.ids().contains(id))
                .map(Gap::method)
                .toList();
        made.put(id, new ListenerContainer(definition, executor, new Calls(id, notified, told, errors)));
    }

    private PgClient client(Method method, String name) {
        PgClient client;
        if (name.isEmpty()) {
            client = clients.getIfUnique();
            if (client == null) {
                throw ListenerFailures.of(
                        ANNOTATION,
                        method,
                        "there is no PgClient bean to listen with, or there are several",
                        "Set spring.pgnative.dsn, or name the client: @PgListener(value = \"...\", client = \"...\").");
            }
        } else {
            try {
                client = BeanFactoryAnnotationUtils.qualifiedBeanOfType(beanFactory, PgClient.class, name);
            } catch (BeansException ex) {
                throw ListenerFailures.of(
                        ANNOTATION,
                        method,
                        "there is no PgClient bean with the name or qualifier \"" + name + "\", only "
                                + List.of(beanFactory.getBeanNamesForType(PgClient.class)),
                        "Correct the client of the listener, or configure spring.pgnative.clients." + name + ".");
            }
        }
        if (client.options().poolerMode() == PoolerMode.TRANSACTION) {
            throw ListenerFailures.of(
                    ANNOTATION,
                    method,
                    "its client has the pooler mode \"transaction\", and such a pooler does not listen for anybody",
                    "Name a client that reaches the server directly.");
        }
        return client;
    }

    private String clientName(PgListener annotation, PgClient client) {
        String given = expressions.text(annotation.client());
        if (!given.isEmpty()) {
            return given;
        }
        return Arrays.stream(beanFactory.getBeanNamesForType(PgClient.class))
                .filter(name -> beanFactory.getBean(name) == client)
                .findFirst()
                .orElse("pgClient");
    }

    private List<String> channels(Method method, PgListener annotation, PgClient client) {
        List<String> channels = Arrays.stream(annotation.value())
                .flatMap(given -> expressions.texts(given).stream())
                .distinct()
                .toList();
        try {
            // The publisher is not subscribed to: making it checks the names.
            client.listen(ListenOptions.channels(channels.toArray(String[]::new)));
            return channels;
        } catch (PgMisuseException ex) {
            throw ListenerFailures.of(
                    ANNOTATION,
                    method,
                    String.valueOf(ex.getMessage()),
                    "Correct the channels, or the properties that they come from.");
        }
    }

    private int number(Method method, String attribute, String given, int otherwise) {
        int number = value(method, attribute, given, Integer.class, otherwise);
        if (number < 1) {
            throw ListenerFailures.of(
                    ANNOTATION,
                    method,
                    "its " + attribute + " is " + number + "; expected 1 or more",
                    "Correct the " + attribute + ", or the property that it comes from.");
        }
        return number;
    }

    private <T> T value(Method method, String attribute, String given, Class<T> type, T otherwise) {
        String text = expressions.text(given);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            T value = ApplicationConversionService.getSharedInstance().convert(text, type);
            if (value != null) {
                return value;
            }
        } catch (ConversionException ex) {
            // Told below, with what is expected.
        }
        throw ListenerFailures.of(
                ANNOTATION,
                method,
                "its " + attribute + " is \"" + text + "\"; expected "
                        + (type.isEnum() ? "one of " + Arrays.toString(type.getEnumConstants()) : type.getSimpleName()),
                "Correct the " + attribute + ", or the property that it comes from.");
    }

    /** Calls the methods of one listener. */
    private record Calls(String id, NotificationMethod method, List<GapMethod> gaps, PgListenerErrorHandler errors)
            implements HandlerQueue.Handler {

        @Override
        public CompletableFuture<?> handle(ListenerEvent event) {
            Notification notification = event.notification();
            if (notification != null) {
                return method.call(notification);
            }
            Throwable end = event.end();
            if (end != null) {
                return CompletableFuture.failedFuture(end);
            }
            ListenGap gap = event.gap();
            return gap == null ? CompletableFuture.completedFuture(null) : inTurn(gap);
        }

        /** One after the other; each is called, whatever the others do, and the first failure counts. */
        private CompletableFuture<?> inTurn(ListenGap gap) {
            CompletableFuture<Object> end = CompletableFuture.completedFuture(null);
            for (GapMethod each : gaps) {
                end = end.handle((result, failure) -> each.call(gap)
                                .handle((done, own) -> failure != null
                                        ? CompletableFuture.failedFuture(failure)
                                        : own != null
                                                ? CompletableFuture.failedFuture(own)
                                                : CompletableFuture.completedFuture(null))
                                .thenCompose(Function.identity()))
                        .thenCompose(Function.identity());
            }
            return end;
        }

        @Override
        public void failed(ListenerEvent event, Throwable cause) {
            errors.handle(new PgListenerFailure(id, event.notification(), event.gap(), cause));
        }
    }
}
