package io.jenkins.plugins.deployworkload.workload.binding.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The kind of suggestions that a form shows for a property. For a list, the suggestions apply to every element; for a
 * map, to every value.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface SuggestedValues {
    /** The suggestions for the text, the elements of the list, or the values of the map. */
    SuggestionKind value();

    /** The suggestions for the keys of the map: at most one kind. */
    SuggestionKind[] keys() default {};
}
