/** Autoscaling: the HorizontalPodAutoscaler of a workload, its metrics and its behavior. */
package io.jenkins.plugins.deployworkload.workload.autoscaling;
