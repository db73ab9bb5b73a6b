/** Binds plain trees to sections and back, and validates them. Knows no section and nothing of Jenkins. */
package io.jenkins.plugins.deployworkload.workload.binding;
