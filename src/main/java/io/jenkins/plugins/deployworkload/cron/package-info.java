/**
 * The schedules of CronJobs: one parser validates workload descriptions, and computes the next run of applied CronJobs.
 */
package io.jenkins.plugins.deployworkload.cron;
