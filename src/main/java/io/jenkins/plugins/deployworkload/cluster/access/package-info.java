/**
 * The access rules of a cluster: which jobs may deploy to which namespaces, and what they may deploy there.
 */
package io.jenkins.plugins.deployworkload.cluster.access;
