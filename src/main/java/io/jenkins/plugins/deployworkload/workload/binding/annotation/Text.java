package io.jenkins.plugins.deployworkload.workload.binding.annotation;

import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The rule for the text of a property. On a list it applies to every element, on a map to every value. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Text {
    /** The rule for the text, the list's elements or the map's values. */
    TextRule value() default TextRule.ANY;

    /** The rule for the map's keys. */
    TextRule keys() default TextRule.ANY;
}
