/**
 * Suggests values from clusters for form fields, such as names of ConfigMaps and StorageClasses, and labels of nodes.
 */
package io.jenkins.plugins.deployworkload.cluster.suggestions;
