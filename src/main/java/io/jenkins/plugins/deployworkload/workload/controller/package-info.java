/** The workload types (Deployment, StatefulSet, DaemonSet, Job and CronJob), their update strategies, and autoscaling. */
package io.jenkins.plugins.deployworkload.workload.controller;
