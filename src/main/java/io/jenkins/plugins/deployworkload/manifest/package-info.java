/**
 * Renders the model as Kubernetes objects, with one renderer per kind or section. Rendering does not access the
 * cluster.
 */
package io.jenkins.plugins.deployworkload.manifest;
