package io.jenkins.plugins.deployworkload.workload.binding.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a form offers for a property. On a list it is offered for every element, on a map for every value. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface SuggestedValues {
    /** For the text, the element or the map's value. */
    SuggestionKind value();

    /** For a map's keys; empty for what is no map. */
    SuggestionKind[] keys() default {};
}
