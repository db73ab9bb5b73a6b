/** The objects that controllers create for an application. */
package io.jenkins.plugins.deployworkload.rollout.model.tree;
