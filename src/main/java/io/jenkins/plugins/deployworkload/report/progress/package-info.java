/** The progress of a deploy for pages, while it runs and afterwards: its phase, its objects and its timeline. */
package io.jenkins.plugins.deployworkload.report.progress;
