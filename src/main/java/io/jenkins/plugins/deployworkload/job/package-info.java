/** The identity of a job as an owner of applications, and the rules for jobs that build pull requests. */
package io.jenkins.plugins.deployworkload.job;
