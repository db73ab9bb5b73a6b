/** The changes that a deploy makes to each object, the order of its waves, and the ID of such a plan. */
package io.jenkins.plugins.deployworkload.rollout.plan;
