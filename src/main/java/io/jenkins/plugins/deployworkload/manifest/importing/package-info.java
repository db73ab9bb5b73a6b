/**
 * Turns Kubernetes objects into descriptions of workloads: typed fields where the model has them, patches for the rest
 * of the rendered objects, and further objects beside them. Rendering such a description gives the original objects.
 */
package io.jenkins.plugins.deployworkload.manifest.importing;
