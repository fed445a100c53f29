package io.pgnative.spring.boot.testing;

import com.jayway.jsonpath.JsonPath;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** What editors are told of the properties of one module, and the classes that these are bound to. */
public final class ConfigurationMetadata {

    private static final String PACKAGE = "io.pgnative.spring.boot";

    private final Class<?> member;
    private final CodeSource module;

    private ConfigurationMetadata(Class<?> member) {
        this.member = member;
        this.module = member.getProtectionDomain().getCodeSource();
    }

    /**
     * That of a module itself: what its tests bind is described beside it.
     *
     * @param member any class of the module
     * @return the metadata
     */
    public static ConfigurationMetadata of(Class<?> member) {
        return new ConfigurationMetadata(member);
    }

    /**
     * What is in the jar.
     *
     * @param kind {@code properties} or {@code groups}
     * @return the entries, in their order
     */
    public List<Map<?, ?>> generated(String kind) {
        return entries("META-INF/spring-configuration-metadata.json", kind);
    }

    /**
     * What was written by hand.
     *
     * @param kind {@code properties} or {@code hints}
     * @return the entries, in their order
     */
    public List<Map<?, ?>> additional(String kind) {
        return entries("META-INF/additional-spring-configuration-metadata.json", kind);
    }

    private List<Map<?, ?>> entries(String resource, String kind) {
        Path classes = Path.of(URI.create(module.getLocation().toString()));
        try (InputStream in = Files.newInputStream(classes.resolve(resource))) {
            return JsonPath.parse(in).read("$." + kind);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * The name of an entry.
     *
     * @param entry of a property, group or hint
     * @return its name
     */
    public static String name(Map<?, ?> entry) {
        return String.valueOf(entry.get("name"));
    }

    /**
     * Finds what is bound.
     *
     * @param names where properties go
     * @param groups where prefixes of properties go
     */
    public void collect(Collection<String> names, Collection<String> groups) {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        scanner.findCandidateComponents(PACKAGE).stream()
                .<Class<?>>map(found -> ClassUtils.resolveClassName(
                        Objects.requireNonNull(found.getBeanClassName()), member.getClassLoader()))
                .filter(type -> type.getProtectionDomain().getCodeSource().equals(module))
                .forEach(root -> collect(
                        root.getAnnotation(ConfigurationProperties.class).value(), root, names, groups));
    }

    /**
     * Finds what is bound to a class.
     *
     * @param prefix of its properties
     * @param type the class
     * @param names where properties go
     * @param groups where prefixes of properties go
     */
    public static void collect(String prefix, Class<?> type, Collection<String> names, Collection<String> groups) {
        groups.add(prefix);
        for (PropertyDescriptor property : descriptors(type)) {
            String name = prefix + "."
                    + property.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (property.getPropertyType().getName().startsWith(PACKAGE + ".")
                    && !property.getPropertyType().isEnum()) {
                collect(name, property.getPropertyType(), names, groups);
            } else {
                names.add(name);
            }
        }
    }

    private static PropertyDescriptor[] descriptors(Class<?> type) {
        try {
            return Introspector.getBeanInfo(type, Object.class).getPropertyDescriptors();
        } catch (IntrospectionException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
