/**
 * The model: one small class a section of the form. Names and shapes are Kubernetes' own wherever Kubernetes has them; what
 * a section may hold is said by its fields and their annotations, once for the form, the Pipeline step and YAML.
 */
package io.jenkins.plugins.deployworkload.workload;
