/** Single requests to an API server: the HTTP clients, retries, limits, and the errors of a connection. */
package io.jenkins.plugins.deployworkload.client.http;
