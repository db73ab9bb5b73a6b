/** Detectors of failures of scheduling, admission, volumes and networks. */
package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;
