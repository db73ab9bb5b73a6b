/** What a build says and keeps of its rollouts. */
package io.jenkins.plugins.deployworkload.report;
