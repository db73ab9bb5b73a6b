/** Discovery of the kinds that an API server serves. */
package io.jenkins.plugins.deployworkload.client.discovery;
