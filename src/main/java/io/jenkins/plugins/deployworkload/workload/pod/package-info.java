/** Pod-level settings: scheduling, security context and additional networks. */
package io.jenkins.plugins.deployworkload.workload.pod;
