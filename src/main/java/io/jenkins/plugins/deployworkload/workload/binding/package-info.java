/**
 * Binds plain trees to sections, converts sections back to trees, and validates them. This package depends on no
 * concrete section. Its only dependency on Jenkins is Stapler's data-binding annotations.
 */
package io.jenkins.plugins.deployworkload.workload.binding;
