/**
 * The Jenkins entry points: the Pipeline step, the freestyle builder and their form. They collect parameters and hand
 * them to {@link io.jenkins.plugins.deployworkload.execution}.
 */
package io.jenkins.plugins.deployworkload;
