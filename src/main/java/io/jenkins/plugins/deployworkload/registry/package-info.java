/**
 * Client of container registries: the API of the OCI distribution specification, with a bound for each answer and no way
 * to reach a host that the configuration does not name.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI distribution
 *     specification</a>
 */
package io.jenkins.plugins.deployworkload.registry;
