/** Who owns an application, and who deploys it. */
package io.jenkins.plugins.deployworkload.rollout.model.owner;
