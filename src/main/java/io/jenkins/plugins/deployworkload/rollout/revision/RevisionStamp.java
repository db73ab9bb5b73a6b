package io.jenkins.plugins.deployworkload.rollout.revision;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.Ownership;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The annotation {@link FieldManagers#REVISION_ANNOTATION} on applied objects: the sequence of the activation and a
 * code. An index with a lower sequence than a live object is an older one that somebody has restored. The code prevents
 * that other clients invent a sequence.
 */
final class RevisionStamp {

    private static final Pattern FORMAT = Pattern.compile("([0-9]{1,18})\\.([0-9a-f]{32})");

    private final RevisionKeys keys;
    private final Ownership ownership;

    RevisionStamp(RevisionKeys keys, Ownership ownership) {
        this.keys = keys;
        this.ownership = ownership;
    }

    /** Whether this plugin has applied any of the objects for the workload. */
    boolean isAnyApplied(Collection<HasMetadata> objects) {
        return objects.stream().anyMatch(ownership::owns);
    }

    /** @param uid the UID of the index */
    String value(String uid, long sequence) {
        return sequence + "." + keys.stampMac(uid, sequence);
    }

    /**
     * The highest sequence on the objects that this plugin has applied for the workload; 0 if there is none.
     *
     * @param uid the UID of the index; {@code null} if it is absent
     */
    long highest(String uid, Collection<HasMetadata> objects) {
        return uid == null
                ? 0
                : objects.stream()
                        .filter(ownership::owns)
                        .mapToLong(object -> sequence(uid, object))
                        .max()
                        .orElse(0);
    }

    private long sequence(String uid, HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        String value = annotations == null ? null : annotations.get(FieldManagers.REVISION_ANNOTATION);
        Matcher matcher = FORMAT.matcher(value == null ? "" : value);
        if (!matcher.matches()) {
            return 0;
        }
        long sequence = Long.parseLong(matcher.group(1));
        boolean isGenuine = MessageDigest.isEqual(
                keys.stampMac(uid, sequence).getBytes(StandardCharsets.US_ASCII),
                matcher.group(2).getBytes(StandardCharsets.US_ASCII));
        return isGenuine ? sequence : 0;
    }
}
