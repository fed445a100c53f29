package io.pgnative.spring.boot.query;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.ReactivePgClient;
import java.util.function.Supplier;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;

/** The faces of one client: its beans, so that statements join their transactions, or else views of its main bean. */
final class ClientFaces {

    private final BeanFactory beanFactory;
    private final String name;

    /**
     * Makes one.
     *
     * @param name of the client; empty for the default one
     */
    ClientFaces(BeanFactory beanFactory, String name) {
        this.beanFactory = beanFactory;
        this.name = name;
    }

    PgClient futures() {
        return bean(PgClient.class);
    }

    BlockingPgClient blocking() {
        return beanOr(BlockingPgClient.class, () -> futures().blocking());
    }

    ReactivePgClient reactive() {
        return beanOr(ReactivePgClient.class, () -> futures().reactive());
    }

    private <F> F beanOr(Class<F> face, Supplier<F> view) {
        try {
            return bean(face);
        } catch (NoSuchBeanDefinitionException none) {
            return view.get();
        }
    }

    private <F> F bean(Class<F> face) {
        return name.isEmpty()
                ? beanFactory.getBean(face)
                : BeanFactoryAnnotationUtils.qualifiedBeanOfType(beanFactory, face, name);
    }
}
