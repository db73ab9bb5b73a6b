package io.jenkins.plugins.deployworkload.manifest.file;

import java.util.List;

/**
 * The objects of manifest files.
 *
 * @param notices sentences about fields of the files that are not deployed
 */
public record Manifests(List<ManifestObject> objects, List<String> notices) {

    public Manifests {
        objects = List.copyOf(objects);
        notices = List.copyOf(notices);
    }
}
