package io.jenkins.plugins.deployworkload.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code jib-image.json}, which says what {@code jib-image.digest} does not: whether it was pushed. */
final class JibFile implements FileReader {

    static final String NAME = "jib-image.json";

    @Override
    public void read(OutputText file, Gathering found) throws UnreadableOutputException {
        ObjectNode json = file.json();
        Reference image = Reference.parse(OutputText.text(json, "image"));
        if (image == null) {
            throw file.unreadable(Messages._Jib_shape());
        }
        String id = OutputText.text(json, "imageId");
        String digest = OutputText.text(json, "imageDigest");
        found.imageId(id);
        // Versions before 3.1 say nothing of it, and wrote the file after the push.
        JsonNode pushed = json.path("imagePushed");
        if (!pushed.isMissingNode() && !pushed.asBoolean()) {
            found.unusable(
                    Tool.JIB, file.path(), Messages._Jib_notPushed(OutputText.quoted(OutputText.text(json, "image"))));
            return;
        }
        if (!Digest.isWhole(digest) || digest.equals(id)) {
            found.unusable(Tool.JIB, file.path(), Messages._Digest_unusable(OutputText.quoted(digest)));
            digest = null;
        }
        Set<String> tags = new LinkedHashSet<>();
        if (image.tag() != null) {
            tags.add(image.tag());
        }
        for (JsonNode tag : json.path("tags")) {
            if (tag.isTextual() && Reference.isTag(tag.textValue())) {
                tags.add(tag.textValue());
            }
        }
        found.image(new FoundImage(image.repository(), List.copyOf(tags), digest, true, Tool.JIB, file.path()));
    }
}
