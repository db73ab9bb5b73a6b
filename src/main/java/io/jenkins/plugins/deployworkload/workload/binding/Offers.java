package io.jenkins.plugins.deployworkload.workload.binding;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a form offers for a property. On a list it is offered for every element, on a map for every value. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Offers {
    /** For the text, the element or the map's value. */
    Offer value();

    /** For a map's keys; empty for what is no map. */
    Offer[] keys() default {};
}
