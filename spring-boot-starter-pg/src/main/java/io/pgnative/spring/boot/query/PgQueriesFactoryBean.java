package io.pgnative.spring.boot.query;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.SmartFactoryBean;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.ResourceLoaderAware;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.Assert;

/**
 * Makes the bean of a {@link PgQueries} interface. All that can be told without a database is checked when it is
 * initialised.
 *
 * @param <T> the interface
 */
public class PgQueriesFactoryBean<T>
        implements SmartFactoryBean<T>, BeanFactoryAware, ResourceLoaderAware, InitializingBean {

    /** The attribute of a bean definition that holds the name of the interface. */
    static final String INTERFACE = PgQueriesFactoryBean.class.getName() + ".interface";

    private final Class<T> type;
    private final String client;
    private ResourceLoader resourceLoader = new DefaultResourceLoader();
    private @Nullable BeanFactory beanFactory;
    private @Nullable ClientFaces faces;
    private @Nullable T queries;
    private List<StatementCheck> checks = List.of();

    /**
     * Makes one.
     *
     * @param type the interface
     * @param client which client runs its statements: a qualifier or the name of a bean; empty for the default client
     */
    public PgQueriesFactoryBean(Class<T> type, String client) {
        Assert.isTrue(type.isInterface(), () -> type.getName() + " is no interface");
        this.type = type;
        this.client = client;
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    @Override
    public void setResourceLoader(ResourceLoader resourceLoader) {
        this.resourceLoader = resourceLoader;
    }

    @Override
    public void afterPropertiesSet() {
        BeanFactory beans = beanFactory;
        Assert.state(beans != null, "a bean factory is needed");
        faces = new ClientFaces(beans, client);
        InterfaceReader reader =
                new InterfaceReader(type, new StatementTexts(resourceLoader, placeholders(beans)), faces);
        queries = QueryProxy.create(type, reader.invokers());
        checks = reader.checks();
    }

    private static PlaceholderResolver placeholders(BeanFactory beans) {
        return text -> {
            String resolved = beans instanceof ConfigurableBeanFactory configurable
                    ? configurable.resolveEmbeddedValue(text)
                    : text;
            return resolved == null ? "" : resolved;
        };
    }

    @Override
    public @Nullable T getObject() {
        return queries;
    }

    @Override
    public Class<T> getObjectType() {
        return type;
    }

    /** So that others, too, can tell at the start what is wrong with the interface. */
    @Override
    public boolean isEagerInit() {
        return true;
    }

    /** The client that runs the statements. */
    ClientFaces faces() {
        Assert.state(faces != null, "not initialised");
        return faces;
    }

    /** What the database can tell about each statement. */
    List<StatementCheck> checks() {
        return checks;
    }

    @Override
    public String toString() {
        return "queries of " + type.getName();
    }
}
