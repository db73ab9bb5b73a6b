/** Suggestions for forms from clusters, such as the names of ConfigMaps and StorageClasses, and node labels. */
package io.jenkins.plugins.deployworkload.cluster.suggestions;
