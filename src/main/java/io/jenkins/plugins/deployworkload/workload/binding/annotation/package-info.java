/** Annotations of sections and their fields that define names, validation, suggestions and notation. */
package io.jenkins.plugins.deployworkload.workload.binding.annotation;
