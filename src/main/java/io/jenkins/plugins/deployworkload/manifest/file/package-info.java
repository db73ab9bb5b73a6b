/** Kubernetes objects from manifest files: plain YAML, and the output of {@code helm template} and {@code kustomize build}. */
package io.jenkins.plugins.deployworkload.manifest.file;
