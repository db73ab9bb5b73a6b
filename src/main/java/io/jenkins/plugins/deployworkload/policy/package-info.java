/**
 * Decides on the final objects of a deploy whether an access rule allows them. Independent of Jenkins. Begin with {@link
 * io.jenkins.plugins.deployworkload.policy.ObjectPolicy}.
 */
package io.jenkins.plugins.deployworkload.policy;
