/** The clusters configured in Jenkins: where they are, with which credential, and who may use them. */
package io.jenkins.plugins.deployworkload.cluster;
