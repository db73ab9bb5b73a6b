/** Container registries in the global configuration: which jobs may use them, credentials, suggestions in forms. */
package io.jenkins.plugins.deployworkload.cluster.registries;
