/** Detectors of failures of images and containers. */
package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;
