/** Renders the model as Kubernetes objects. Pure: one renderer a kind or section. */
package io.jenkins.plugins.deployworkload.manifest;
