/**
 * Patches of Kubernetes objects, as JSON trees: strategic merge patches of built-in kinds, JSON merge patches of custom
 * resources, and JSON patches. The package does not know where the objects come from.
 */
package io.jenkins.plugins.deployworkload.manifest.patch;
