/** Executors and delays on virtual threads. */
package io.jenkins.plugins.deployworkload.client.concurrent;
