/** The hooks of Helm and Argo CD. */
package io.jenkins.plugins.deployworkload.rollout.model.hook;
