/**
 * The model of a workload description, with one class for each section of the form. Field names and structure follow the
 * Kubernetes API. The fields and their annotations define validation once for the form, the Pipeline step and YAML.
 */
package io.jenkins.plugins.deployworkload.workload;
