/** Rules for texts: names, paths, quantities, schedules, durations. */
package io.jenkins.plugins.deployworkload.workload.binding.text;
