/** Converts single values of the model to values of the Kubernetes API. */
package io.jenkins.plugins.deployworkload.manifest.value;
