package io.jenkins.plugins.deployworkload.workload.binding.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a section that a form always shows. If all fields of the section are blank, the description omits the section.
 * A section without this annotation has a check box in the form. If the box is selected, the description contains the
 * section, even if its fields are blank.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OmitIfBlank {}
