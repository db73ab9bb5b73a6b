/**
 * Where Jenkins keeps build outputs (workspace, artifacts, log, another job), and which image in them a container gets.
 */
package io.jenkins.plugins.deployworkload.outputs;
