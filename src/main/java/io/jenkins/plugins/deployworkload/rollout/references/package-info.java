/** What a workload needs that others made: looked up before anything is applied, for the apply would not tell. */
package io.jenkins.plugins.deployworkload.rollout.references;
