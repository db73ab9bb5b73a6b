/**
 * The model that users describe, with one class a section of the form. Names and shapes are those of the Kubernetes API.
 * Fields and their annotations say what a section may contain, once for the form, the Pipeline step and YAML.
 */
package io.jenkins.plugins.deployworkload.workload;
