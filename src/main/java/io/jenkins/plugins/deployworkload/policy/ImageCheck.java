package io.jenkins.plugins.deployworkload.policy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import java.util.ArrayList;
import java.util.List;

/** Where images may come from and whether they need a digest: images of all containers, and of image volumes. */
final class ImageCheck {

    private ImageCheck() {}

    static List<Violation> check(PolicyRule rule, String namespace, PolicyObject checked) {
        if (rule.images().isEmpty() && !rule.requireDigests()) {
            return List.of();
        }
        List<Violation> violations = new ArrayList<>();
        checked.pods().map(PodTemplate::images).orElse(List.of()).stream()
                .filter(field -> field.image() == null || !rule.unknownImages().contains(field.image()))
                .forEach(field -> check(rule, checked.object(), field.path(), field.image(), violations));
        return violations;
    }

    private static void check(
            PolicyRule rule, HasMetadata object, String field, String image, List<Violation> violations) {
        if (!rule.images().isEmpty() && !ImagePattern.matchesAny(rule.images(), image)) {
            violations.add(Violation.of(
                    object,
                    field,
                    Messages.ImageCheck_repository(Printable.quoted(image), String.join(", ", rule.images()))));
        }
        if (rule.requireDigests() && !hasDigest(image)) {
            violations.add(Violation.of(object, field, Messages.ImageCheck_digest(Printable.quoted(image))));
        }
    }

    private static boolean hasDigest(String image) {
        OciReference reference = image == null ? null : OciReference.parse(image);
        return reference != null && reference.digest() != null;
    }
}
