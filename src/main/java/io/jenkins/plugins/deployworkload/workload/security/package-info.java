/** Security options that pods and containers share. */
package io.jenkins.plugins.deployworkload.workload.security;
