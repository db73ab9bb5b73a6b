/** What people see of a deploy while it runs, and afterwards: its phase, its objects and its timeline. */
package io.jenkins.plugins.deployworkload.report.progress;
