package io.jenkins.plugins.deployworkload.workload.binding.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a property whose name does not appear in descriptions. The alternative is written directly next to the other
 * properties, as the Kubernetes API does for a volume ({@code {name: tls, secret: {…}}}) or a probe ({@code {httpGet:
 * {…}, periodSeconds: 5}}).
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Unwrapped {}
