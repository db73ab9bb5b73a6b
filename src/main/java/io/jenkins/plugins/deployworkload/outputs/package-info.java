/** Where Jenkins keeps what builds leave behind: workspaces, artifacts, logs; and which image in it a container gets. */
package io.jenkins.plugins.deployworkload.outputs;
