package io.jenkins.plugins.deployworkload.runner;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * The objects that are deployed together under one name.
 *
 * @param needsCredentials whether the objects need values of Jenkins credentials, so that only Jenkins can deploy them
 * @param fromManifests whether the objects come from manifests, and not from the description of a workload
 */
record Application(String name, List<HasMetadata> objects, boolean needsCredentials, boolean fromManifests) {}
