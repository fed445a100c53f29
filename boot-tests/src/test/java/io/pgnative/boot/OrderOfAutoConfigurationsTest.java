package io.pgnative.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;
import org.springframework.util.ClassUtils;

/** A name of an auto-configuration that is gone is ignored by Spring Boot, and the order with it. */
class OrderOfAutoConfigurationsTest {

    /** What is beside Jackson 3 here in no application. */
    private static final String JACKSON_2 = "org.springframework.boot.jackson2.autoconfigure.Jackson2AutoConfiguration";

    @Test
    @DisplayName("B57: each auto-configuration that ours come before or after exists")
    void namesAutoConfigurationsThatExist() throws IOException {
        MetadataReaderFactory classes = new SimpleMetadataReaderFactory();
        ClassLoader loader = Objects.requireNonNull(ClassUtils.getDefaultClassLoader());
        Set<String> named = new TreeSet<>();
        for (String ours : ImportCandidates.load(AutoConfiguration.class, loader)) {
            if (ours.startsWith("io.pgnative.")) {
                MergedAnnotation<AutoConfiguration> order = classes.getMetadataReader(ours)
                        .getAnnotationMetadata()
                        .getAnnotations()
                        .get(AutoConfiguration.class);
                Stream.of("beforeName", "afterName")
                        .flatMap(kind -> Arrays.stream(order.getStringArray(kind)))
                        .forEach(named::add);
            }
        }
        assertThat(named).hasSizeGreaterThan(8);
        named.remove(JACKSON_2);
        assertThat(named).allSatisfy(name -> assertThat(loader.getResource(
                        ClassUtils.convertClassNameToResourcePath(name) + ClassUtils.CLASS_FILE_SUFFIX))
                .as(name)
                .isNotNull());
    }
}
