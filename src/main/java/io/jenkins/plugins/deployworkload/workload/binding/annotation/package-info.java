/** Annotations with which the fields of a section say what they may contain. */
package io.jenkins.plugins.deployworkload.workload.binding.annotation;
