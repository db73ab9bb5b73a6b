/** Name resolution in pods: DNS settings and host aliases. */
package io.jenkins.plugins.deployworkload.workload.pod.network;
