/**
 * The types of a workload: Deployment, StatefulSet, DaemonSet, Job, CronJob, with their strategies and autoscaling.
 */
package io.jenkins.plugins.deployworkload.workload.controller;
