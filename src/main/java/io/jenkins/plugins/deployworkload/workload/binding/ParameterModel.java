package io.jenkins.plugins.deployworkload.workload.binding;

import io.jenkins.plugins.deployworkload.workload.binding.annotation.EarlierSingle;
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
 * The model of one property of a section: its field, its getter, and its data-bound constructor parameter or setter.
 *
 * @param field    defines the name; its annotations define the rules
 * @param type     the type of the values
 * @param position the index of the constructor parameter, or -1 for a property with a setter
 * @param getter   the getter
 * @param setter   the setter, or null for a constructor parameter
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

    /** The name of the earlier form of this list, which had one section; empty if there is no earlier form. */
    public Optional<String> earlierSingle() {
        return Optional.ofNullable(field.getAnnotation(EarlierSingle.class)).map(EarlierSingle::value);
    }

    public Optional<Text> text() {
        return Optional.ofNullable(field.getAnnotation(Text.class));
    }

    public Optional<Range> range() {
        return Optional.ofNullable(field.getAnnotation(Range.class));
    }

    /** The kind of suggestions that a form shows for the values of this property. */
    public Optional<SuggestionKind> suggestion() {
        return Optional.ofNullable(field.getAnnotation(SuggestedValues.class)).map(SuggestedValues::value);
    }

    /** The kind of suggestions that a form shows for the keys of this property; empty if the property is not a map. */
    public Optional<SuggestionKind> suggestionForKeys() {
        return Optional.ofNullable(field.getAnnotation(SuggestedValues.class))
                .flatMap(suggested -> Arrays.stream(suggested.keys()).findFirst());
    }

    /**
     * The value of this property in a section. If the property is not set, the value is null, an empty list or an empty
     * map.
     */
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
