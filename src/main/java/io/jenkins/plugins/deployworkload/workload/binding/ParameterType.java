package io.jenkins.plugins.deployworkload.workload.binding;

import io.jenkins.plugins.deployworkload.workload.binding.annotation.Shorthand;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Yaml;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The type of a property. The binder, the validator and the generators of the JSON schema and the reference pages
 * switch over these types.
 */
public sealed interface ParameterType {

    /** A string, an integer, a boolean, or an enum whose constants are named as in the Kubernetes API. */
    record ScalarType(Class<?> type) implements ParameterType {}

    /** A section of one class. */
    record HomogeneousObjectType(Class<? extends Section> type) implements ParameterType {}

    /**
     * One of several sections, written as a map with one key: the name of the alternative.
     *
     * @param base         the sealed superclass of the alternatives
     * @param alternatives the classes by name, in the order of the {@code permits} clause
     */
    record HeterogeneousObjectType(Class<? extends Section> base, Map<String, Class<? extends Section>> alternatives)
            implements ParameterType {

        /** The alternative with the annotation {@link Shorthand}; empty if no alternative has the annotation. */
        public Optional<Class<? extends Section>> shorthand() {
            return alternatives.values().stream()
                    .filter(type -> type.isAnnotationPresent(Shorthand.class))
                    .findFirst();
        }

        /** The name that descriptions use for an alternative. */
        public String nameOf(Class<?> type) {
            return alternatives.entrySet().stream()
                    .filter(entry -> entry.getValue() == type)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(type + " is not an alternative of " + base));
        }
    }

    /** A list; its order is kept. */
    record ArrayType(ParameterType elementType) implements ParameterType {}

    /** A map from string to string; its order is kept. */
    record MapType() implements ParameterType {}

    /** A value of any structure. In Java, it is a string with its YAML. */
    record YamlType() implements ParameterType {}

    /**
     * The type of the property that a section's field defines.
     *
     * @throws IllegalArgumentException if a section cannot have this field
     */
    static ParameterType of(Field field) {
        ParameterType type = of(field.getGenericType());
        if (!field.isAnnotationPresent(Yaml.class)) {
            return type;
        }
        return type instanceof ArrayType ? new ArrayType(new YamlType()) : new YamlType();
    }

    /**
     * Converts the Java type of a section's field into the type of the property.
     *
     * @throws IllegalArgumentException if a section cannot have a field of this Java type
     */
    static ParameterType of(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            if (parameterized.getRawType() == List.class) {
                return new ArrayType(of(parameterized.getActualTypeArguments()[0]));
            }
            if (parameterized.getRawType() == Map.class) {
                return new MapType();
            }
        }
        if (type instanceof Class<?> raw) {
            if (raw == String.class
                    || raw == Integer.class
                    || raw == Long.class
                    || raw == Boolean.class
                    || raw.isEnum()) {
                return new ScalarType(raw);
            }
            if (Section.class.isAssignableFrom(raw)) {
                Class<? extends Section> section = raw.asSubclass(Section.class);
                return raw.isSealed()
                        ? new HeterogeneousObjectType(section, alternativesOf(section))
                        : new HomogeneousObjectType(section);
            }
        }
        throw new IllegalArgumentException("A section cannot have a property of type " + type);
    }

    private static Map<String, Class<? extends Section>> alternativesOf(Class<? extends Section> base) {
        Map<String, Class<? extends Section>> found = new LinkedHashMap<>();
        Arrays.stream(base.getPermittedSubclasses())
                .map(type -> type.<Section>asSubclass(Section.class))
                .forEach(type -> {
                    if (Modifier.isAbstract(type.getModifiers())) {
                        found.putAll(alternativesOf(type));
                    } else {
                        found.put(SectionModel.nameOf(type), type);
                    }
                });
        return Collections.unmodifiableMap(found);
    }
}
