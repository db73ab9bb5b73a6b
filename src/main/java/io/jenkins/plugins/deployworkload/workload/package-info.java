/**
 * The model of a workload description, with one class for each section. Field names and structure follow the Kubernetes
 * API. The form, the Pipeline step and YAML files share the validation that the fields and their annotations define.
 */
package io.jenkins.plugins.deployworkload.workload;
