/** Renders the model as Kubernetes objects, with one renderer per kind or section. Pure. */
package io.jenkins.plugins.deployworkload.manifest;
