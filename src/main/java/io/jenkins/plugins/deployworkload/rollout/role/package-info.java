/** Derives the permissions that the deploys of objects need. */
package io.jenkins.plugins.deployworkload.rollout.role;
