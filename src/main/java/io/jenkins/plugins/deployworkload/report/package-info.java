/** Reports rollouts: lines of the build log, the build page, the result of the step. */
package io.jenkins.plugins.deployworkload.report;
