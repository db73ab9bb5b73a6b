/**
 * The configuration of clusters in Jenkins: their servers, their credentials and their access rules.
 */
package io.jenkins.plugins.deployworkload.cluster;
