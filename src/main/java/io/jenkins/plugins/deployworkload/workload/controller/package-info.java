/** The workload types (Deployment, StatefulSet, DaemonSet, Job and CronJob) and their update strategies. */
package io.jenkins.plugins.deployworkload.workload.controller;
