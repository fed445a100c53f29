package io.pgnative.spring.boot.query;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/** Registers what {@link EnablePgQueries} asks for. */
class PgQueriesRegistrar implements ImportBeanDefinitionRegistrar {

    private final PgQueriesScanner scanner;

    PgQueriesRegistrar(Environment environment, ResourceLoader resourceLoader) {
        this.scanner = new PgQueriesScanner(environment, resourceLoader);
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata annotated, BeanDefinitionRegistry registry) {
        MergedAnnotation<EnablePgQueries> enable = annotated.getAnnotations().get(EnablePgQueries.class);
        List<String> packages = new ArrayList<>(List.of(enable.getStringArray("basePackages")));
        for (Class<?> type : enable.getClassArray("basePackageClasses")) {
            packages.add(type.getPackageName());
        }
        if (packages.isEmpty()) {
            packages.add(ClassUtils.getPackageName(annotated.getClassName()));
        }
        scanner.register(packages, enable.getString("client"), registry);
    }
}
