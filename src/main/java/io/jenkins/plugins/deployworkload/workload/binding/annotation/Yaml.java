package io.jenkins.plugins.deployworkload.workload.binding.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A text, or a list of texts, in YAML. A description can contain the value itself in place of the text: {@code merge:
 * {spec: {replicas: 3}}}. The YAML may have any structure.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Yaml {}
