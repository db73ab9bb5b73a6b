/** Model to Kubernetes objects: pure, one class a kind of object. */
package io.jenkins.plugins.deployworkload.manifest;
