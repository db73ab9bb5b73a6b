/** What a build keeps and shows of its rollouts: log lines, the build page, the result of the step. */
package io.jenkins.plugins.deployworkload.report;
