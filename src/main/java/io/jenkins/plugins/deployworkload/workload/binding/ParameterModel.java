package io.jenkins.plugins.deployworkload.workload.binding;

import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Unwrapped;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;

/**
 * One property of a section, read from its field, its getter, and its data-bound constructor parameter or setter.
 *
 * @param field    carries the name and the rules
 * @param type     what it holds
 * @param position its place in the data-bound constructor, or -1 where it has a setter
 * @param getter   reads it
 * @param setter   writes it, or null where the constructor does
 */
public record ParameterModel(Field field, ParameterType type, int position, Method getter, Method setter) {

    public String name() {
        return nameOf(field);
    }

    static String nameOf(Field field) {
        Named named = field.getAnnotation(Named.class);
        return named == null ? field.getName() : named.value();
    }

    public boolean required() {
        return position >= 0;
    }

    public boolean unwrapped() {
        return field.isAnnotationPresent(Unwrapped.class);
    }

    public Optional<Text> text() {
        return Optional.ofNullable(field.getAnnotation(Text.class));
    }

    public Optional<Range> range() {
        return Optional.ofNullable(field.getAnnotation(Range.class));
    }

    /** What a form offers for this property. */
    public Optional<SuggestionKind> suggestion() {
        return Optional.ofNullable(field.getAnnotation(SuggestedValues.class)).map(SuggestedValues::value);
    }

    /** What a form offers for the keys of this property, a map. */
    public Optional<SuggestionKind> suggestionForKeys() {
        return Optional.ofNullable(field.getAnnotation(SuggestedValues.class))
                .flatMap(offers -> Arrays.stream(offers.keys()).findFirst());
    }

    /** The value of this property in a section; null, an empty list or an empty map where nothing was said. */
    public Object get(Section section) {
        try {
            return getter.invoke(section);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Cannot read " + field, e);
        }
    }

    void set(Section section, Object value) {
        try {
            setter.invoke(section, value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Cannot write " + field, e);
        }
    }
}
