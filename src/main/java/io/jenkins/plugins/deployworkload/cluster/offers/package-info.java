/** What a cluster offers to a form: names to choose from, asked for in time or not at all. */
package io.jenkins.plugins.deployworkload.cluster.offers;
