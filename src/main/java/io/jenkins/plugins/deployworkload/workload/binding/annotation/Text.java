package io.jenkins.plugins.deployworkload.workload.binding.annotation;

import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the text of a property may be. On a list it holds for every element, on a map for every value. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Text {
    /** The rule of the text, the element or the map's value. */
    TextRule value() default TextRule.ANY;

    /** The rule of a map's keys. */
    TextRule keys() default TextRule.ANY;
}
