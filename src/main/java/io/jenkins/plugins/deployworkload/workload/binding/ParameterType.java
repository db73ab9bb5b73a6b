package io.jenkins.plugins.deployworkload.workload.binding;

import io.jenkins.plugins.deployworkload.workload.binding.annotation.Shorthand;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a property holds. Everything that walks a description (binder, checks, schema, reference) branches on this. */
public sealed interface ParameterType {

    /** A text, a whole number, true or false, or one of Kubernetes' own words (an enum whose constants are these words). */
    record ScalarType(Class<?> type) implements ParameterType {}

    /** A section with a fixed class. */
    record HomogeneousObjectType(Class<? extends Section> type) implements ParameterType {}

    /** One of several sections, written as a map with one key: the name of the alternative. */
    record HeterogeneousObjectType(Class<? extends Section> base, Map<String, Class<? extends Section>> alternatives)
            implements ParameterType {

        /** The alternative that is written as a plain text, if there is one. */
        public Optional<Class<? extends Section>> shorthand() {
            return alternatives.values().stream()
                    .filter(type -> type.isAnnotationPresent(Shorthand.class))
                    .findFirst();
        }

        /** The name under which this alternative is written. */
        public String nameOf(Class<?> type) {
            return alternatives.entrySet().stream()
                    .filter(entry -> entry.getValue() == type)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(type + " is no alternative of " + base));
        }
    }

    /** A list, in the order in which it was written. */
    record ArrayType(ParameterType elementType) implements ParameterType {}

    /** Names with a text each, in the order in which they were written. */
    record MapType() implements ParameterType {}

    /** What a property of this declared type holds. */
    static ParameterType of(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            if (parameterized.getRawType() == List.class) {
                return new ArrayType(of(parameterized.getActualTypeArguments()[0]));
            }
            if (parameterized.getRawType() == Map.class) {
                return new MapType();
            }
        }
        if (type instanceof Class<?> plain) {
            if (plain == String.class
                    || plain == Integer.class
                    || plain == Long.class
                    || plain == Boolean.class
                    || plain.isEnum()) {
                return new ScalarType(plain);
            }
            if (Section.class.isAssignableFrom(plain)) {
                Class<? extends Section> section = plain.asSubclass(Section.class);
                return plain.isSealed()
                        ? new HeterogeneousObjectType(section, alternativesOf(section))
                        : new HomogeneousObjectType(section);
            }
        }
        throw new IllegalArgumentException("A section has no property of type " + type);
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
