package io.jenkins.plugins.deployworkload.workload.binding.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The suggestions of a form for a property. On a list they apply to every element, on a map to every value. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface SuggestedValues {
    /** For the text, the list's elements or the map's values. */
    SuggestionKind value();

    /** For the map's keys, at most one kind. */
    SuggestionKind[] keys() default {};
}
