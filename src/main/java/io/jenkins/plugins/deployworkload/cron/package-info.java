/** The schedules of CronJobs: parsed once, for the check of a description and for the next run of what was applied. */
package io.jenkins.plugins.deployworkload.cron;
