/** Reads the stored revisions of an application, to deploy one of them again. */
package io.jenkins.plugins.deployworkload.rollout.redeploy;
