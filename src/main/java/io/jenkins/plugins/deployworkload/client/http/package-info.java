/** Single requests to an API server: HTTP clients, retries, request limits and connection errors. */
package io.jenkins.plugins.deployworkload.client.http;
