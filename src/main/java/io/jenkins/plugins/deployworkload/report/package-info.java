/** Reports the results of rollouts in the build log, on the build page and in the return value of the step. */
package io.jenkins.plugins.deployworkload.report;
