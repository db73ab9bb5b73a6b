package io.jenkins.plugins.deployworkload.policy.podsecurity;

/**
 * One place in a pod that a level of the Pod Security Standards does not allow.
 *
 * @param check the ID of the check in Kubernetes' PodSecurity admission plugin, such as {@code hostNamespaces}
 * @param field the path of the field within the pod, such as {@code spec.containers[app].securityContext.privileged};
 *     list elements are identified by name, or by position if they have no name
 * @param message what is wrong with the field and what is allowed, in the language of the current request; it does not
 *     repeat the path
 */
public record PodSecurityViolation(String check, String field, String message) {}
