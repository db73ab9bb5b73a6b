package io.jenkins.plugins.deployworkload.runner;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * The objects that are deployed together under one name.
 *
 * @param fromManifests whether the objects come from manifests, and not from the description of a workload
 */
record Application(String name, List<HasMetadata> objects, boolean fromManifests) {}
