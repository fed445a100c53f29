package io.pgnative.spring.boot.query;

import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.config.ConstructorArgumentValues;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;

/**
 * Tells a native image what an interface needs: its proxy, its methods, the classes that rows and arguments are mapped
 * by, and the files that statements are in.
 */
class PgQueriesAotProcessor implements BeanRegistrationAotProcessor {

    private static final BindingReflectionHintsRegistrar BINDING = new BindingReflectionHintsRegistrar();

    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
        if (bean.getBeanClass() != PgQueriesFactoryBean.class) {
            return null;
        }
        ConstructorArgumentValues.ValueHolder argument =
                bean.getMergedBeanDefinition().getConstructorArgumentValues().getIndexedArgumentValue(0, Class.class);
        if (argument == null || !(argument.getValue() instanceof Class<?> type)) {
            return null;
        }
        return (context, code) -> contribute(context.getRuntimeHints(), type);
    }

    private static void contribute(RuntimeHints hints, Class<?> type) {
        hints.proxies().registerJdkProxy(type);
        hints.reflection().registerType(type, MemberCategory.INVOKE_DECLARED_METHODS);
        for (Method method : type.getMethods()) {
            hints.reflection().registerType(method.getDeclaringClass(), MemberCategory.INVOKE_DECLARED_METHODS);
            Set<Class<?>> mapped = new LinkedHashSet<>();
            collect(ResolvableType.forMethodReturnType(method, type), mapped);
            for (int i = 0; i < method.getParameterCount(); i++) {
                collect(ResolvableType.forMethodParameter(method, i, type), mapped);
            }
            BINDING.registerReflectionHints(hints.reflection(), mapped.toArray(Class<?>[]::new));
            Query query = method.getAnnotation(Query.class);
            if (query != null && query.file().startsWith(ResourceLoader.CLASSPATH_URL_PREFIX)) {
                String path = query.file().substring(ResourceLoader.CLASSPATH_URL_PREFIX.length());
                // As it is looked for: without a slash at its beginning and without dots.
                hints.resources().registerPattern(new ClassPathResource(path).getPath());
            }
        }
    }

    /** The classes of the application itself, wherever they stand in a type. */
    private static void collect(ResolvableType type, Set<Class<?>> found) {
        Class<?> raw = type.toClass();
        Class<?> element = raw;
        while (element.isArray()) {
            element = element.componentType();
        }
        boolean isOwn = !ClassUtils.isPrimitiveOrWrapper(element)
                && !element.getName().startsWith("java.")
                && !element.getName().startsWith("org.springframework.")
                && !element.getName().startsWith("reactor.")
                && !element.getName().startsWith("io.vertx.")
                && !element.getName().startsWith("io.pgnative.client.");
        if (isOwn) {
            found.add(element);
        }
        for (ResolvableType generic : type.getGenerics()) {
            collect(generic, found);
        }
    }
}
