/**
 * Binds plain trees to sections, converts sections back to trees, and validates them. Depends on no concrete section, and on
 * Jenkins only through Stapler's data-binding annotations.
 */
package io.jenkins.plugins.deployworkload.workload.binding;
