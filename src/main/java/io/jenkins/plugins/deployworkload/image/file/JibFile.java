package io.jenkins.plugins.deployworkload.image.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.Digest;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Parses {@code jib-image.json}. Unlike {@code jib-image.digest}, {@code jib-image.json} shows whether the image was
 * pushed.
 */
public final class JibFile implements FileParser {

    public static final String NAME = "jib-image.json";

    @Override
    public void parse(OutputText file, FindingsCollector found) throws UnreadableOutputException {
        ObjectNode json = file.json();
        OciReference image = OciReference.parse(OutputText.text(json, "image"));
        if (image == null) {
            throw file.unreadable(Messages._JibFile_expectedContent());
        }
        String id = OutputText.text(json, "imageId");
        String digest = OutputText.text(json, "imageDigest");
        found.addImageId(id);
        // Versions of Jib before 3.1 do not write imagePushed, but they write the file only after a push.
        JsonNode pushed = json.path("imagePushed");
        if (!pushed.isMissingNode() && !pushed.asBoolean()) {
            found.rejected(
                    Tool.JIB, file.path(), Messages._JibFile_notPushed(Excerpt.of(OutputText.text(json, "image"))));
            return;
        }
        if (!Digest.isValid(digest) || digest.equals(id)) {
            found.rejected(Tool.JIB, file.path(), Messages._Digest_invalid(Excerpt.of(digest)));
            digest = null;
        }
        Set<String> tags = new LinkedHashSet<>();
        if (image.tag() != null) {
            tags.add(image.tag());
        }
        for (JsonNode tag : json.path("tags")) {
            if (tag.isTextual() && OciReference.isTag(tag.textValue())) {
                tags.add(tag.textValue());
            }
        }
        found.addImage(new FoundImage(image.repository(), List.copyOf(tags), digest, true, Tool.JIB, file.path()));
    }
}
