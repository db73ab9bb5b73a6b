package io.jenkins.plugins.deployworkload.workload.binding.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A freestyle job expands the build's parameters and environment ({@code $TAG}, {@code ${TAG}}) in this text; what has no such name
 * stays, and {@code $$} becomes {@code $}. Pipeline never does: Groovy did.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Expandable {}
