/** The patches of a workload's objects. */
package io.jenkins.plugins.deployworkload.workload.patch;
