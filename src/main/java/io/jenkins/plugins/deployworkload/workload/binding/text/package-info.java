/** Validation rules for strings: names, paths, quantities, schedules and durations. */
package io.jenkins.plugins.deployworkload.workload.binding.text;
