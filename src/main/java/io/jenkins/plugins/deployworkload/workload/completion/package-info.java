/** When a Job is complete, and what happens to its failed pods. */
package io.jenkins.plugins.deployworkload.workload.completion;
