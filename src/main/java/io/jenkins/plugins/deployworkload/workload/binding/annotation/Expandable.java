package io.jenkins.plugins.deployworkload.workload.binding.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a text in which a freestyle job expands build parameters and environment variables ({@code $TAG}, {@code ${TAG}}). Unknown
 * names stay as they are, and {@code $$} becomes {@code $}. The Pipeline step does not expand: Groovy interpolates strings itself.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Expandable {}
