/**
 * The Jenkins entry points: the Pipeline step, the freestyle builder and their form. The entry points collect the
 * parameters, and pass them to {@link io.jenkins.plugins.deployworkload.execution}.
 */
package io.jenkins.plugins.deployworkload;
