/** Placement of pods in relation to other pods: pod affinity, pod anti-affinity and topology spread constraints. */
package io.jenkins.plugins.deployworkload.workload.pod.scheduling;
