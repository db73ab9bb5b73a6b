/** The objects and events that detectors read, and helper classes that several detectors use. */
package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;
