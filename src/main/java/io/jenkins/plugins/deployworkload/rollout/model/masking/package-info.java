/** Which values of Kubernetes objects may be secret. */
package io.jenkins.plugins.deployworkload.rollout.model.masking;
