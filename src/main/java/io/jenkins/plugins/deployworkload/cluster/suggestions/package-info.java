/** What a form suggests from a cluster, such as ConfigMaps, storage classes and node labels. */
package io.jenkins.plugins.deployworkload.cluster.suggestions;
