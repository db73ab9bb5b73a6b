/**
 * Converts JSON trees to sections and back, and validates sections. This package depends on no concrete section. The
 * package depends on Jenkins only for Stapler's data-binding annotations.
 */
package io.jenkins.plugins.deployworkload.workload.binding;
