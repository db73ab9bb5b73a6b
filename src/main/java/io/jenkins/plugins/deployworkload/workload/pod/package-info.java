/** Settings of the pod: scheduling, security context, additional networks. */
package io.jenkins.plugins.deployworkload.workload.pod;
