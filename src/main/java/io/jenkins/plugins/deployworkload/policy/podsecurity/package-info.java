/** The checks of the Kubernetes Pod Security Standards. */
package io.jenkins.plugins.deployworkload.policy.podsecurity;
