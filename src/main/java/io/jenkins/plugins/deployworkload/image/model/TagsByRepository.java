package io.jenkins.plugins.deployworkload.image.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names of one image: for each repository its tags, in the order of the output. */
public final class TagsByRepository {

    private final Map<String, List<String>> tags = new LinkedHashMap<>();

    public void add(OciReference reference) {
        List<String> ofRepository = tags.computeIfAbsent(reference.repository(), absent -> new ArrayList<>());
        if (reference.tag() != null && !ofRepository.contains(reference.tag())) {
            ofRepository.add(reference.tag());
        }
    }

    public boolean isEmpty() {
        return tags.isEmpty();
    }

    /** An image a repository. */
    public List<FoundImage> toImages(String digest, Tool source, String where) {
        return tags.entrySet().stream()
                .map(entry -> new FoundImage(entry.getKey(), entry.getValue(), digest, digest != null, source, where))
                .toList();
    }
}
