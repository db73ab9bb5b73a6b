/** The deploys of a job in a bounded file, so that pages of jobs need not load builds. */
package io.jenkins.plugins.deployworkload.report.history;
