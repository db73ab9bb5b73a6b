/**
 * Checks, before anything is applied, the account's permissions and the objects that a workload refers to. The API
 * server itself does not check references: it accepts a Deployment whose ConfigMap does not exist.
 */
package io.jenkins.plugins.deployworkload.rollout.preflight;
