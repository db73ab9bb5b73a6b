/**
 * The objects of an application beside those of the typed sections: raw objects, patches, and the files that a workload
 * names.
 */
package io.jenkins.plugins.deployworkload.manifest.objects;
