package io.jenkins.plugins.deployworkload.workload.binding.annotation;

import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The rule for the text of a property. For a list, the rule applies to every element; for a map, to every value. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Text {
    /** The rule for the text, the elements of the list, or the values of the map. */
    TextRule value() default TextRule.ANY;

    /** The rule for the keys of the map. */
    TextRule keys() default TextRule.ANY;
}
