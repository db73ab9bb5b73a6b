/** What a deploy does to which objects, and the id of such a plan. */
package io.jenkins.plugins.deployworkload.rollout.plan;
