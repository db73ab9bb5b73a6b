package io.jenkins.plugins.deployworkload.image.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Groups the names of one image by repository, and keeps the order of the output. */
public final class TagsByRepository {

    private final Map<String, List<String>> tags = new LinkedHashMap<>();

    public void add(OciReference reference) {
        List<String> known = tags.computeIfAbsent(reference.repository(), absent -> new ArrayList<>());
        if (reference.tag() != null && !known.contains(reference.tag())) {
            known.add(reference.tag());
        }
    }

    public boolean isEmpty() {
        return tags.isEmpty();
    }

    /** Returns one {@link FoundImage} for each repository. */
    public List<FoundImage> toImages(String digest, Tool source, String location) {
        return tags.entrySet().stream()
                .map(entry ->
                        new FoundImage(entry.getKey(), entry.getValue(), digest, digest != null, source, location))
                .toList();
    }
}
