/** Annotations of sections and their fields that define names, validation, suggestions and how values are written. */
package io.jenkins.plugins.deployworkload.workload.binding.annotation;
