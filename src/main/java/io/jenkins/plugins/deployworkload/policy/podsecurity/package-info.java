/**
 * The checks of the <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Kubernetes Pod
 * Security Standards</a>, with the same verdicts as the PodSecurity admission plugin of the API server. Pure.
 */
package io.jenkins.plugins.deployworkload.policy.podsecurity;
