/** Plain trees to sections and back, and the rules of their properties. Knows nothing of any section, nor of Jenkins. */
package io.jenkins.plugins.deployworkload.workload.binding;
