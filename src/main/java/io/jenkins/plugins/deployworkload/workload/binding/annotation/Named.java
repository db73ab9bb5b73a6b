package io.jenkins.plugins.deployworkload.workload.binding.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name of an alternative or a property in descriptions. The default for a class is its simple name with a
 * lower-case first letter. The default for a field is the field's name. A field needs this annotation if its name in
 * descriptions is a Java keyword, such as {@code interface}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface Named {
    String value();
}
