package io.jenkins.plugins.deployworkload.workload.binding.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The alternatives of this property are written beside the other properties instead of below its name, as Kubernetes
 * does for a volume ({@code {name: tls, secret: {…}}}) or a probe ({@code {httpGet: {…}, periodSeconds: 5}}).
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Unwrapped {}
