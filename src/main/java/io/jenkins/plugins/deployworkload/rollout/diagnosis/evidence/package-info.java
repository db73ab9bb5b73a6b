/** The objects and events that detectors read, and what detectors share. */
package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;
