/** The objects and events that detectors read, and code that several detectors use. */
package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;
