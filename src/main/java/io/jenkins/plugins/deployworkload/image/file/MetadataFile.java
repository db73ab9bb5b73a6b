package io.jenkins.plugins.deployworkload.image.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.Digest;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.FoundDigest;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.TagsByRepository;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.util.Map;

/**
 * {@code --metadata-file} of {@code docker buildx build} and of buildah, and that of {@code docker buildx bake}, which holds
 * the same by target.
 */
final class MetadataFile implements FileParser {

    private static final String DIGEST = "containerimage.digest";
    private static final String CONFIG = "containerimage.config.digest";
    private static final String DESCRIPTOR = "containerimage.descriptor";
    private static final String NAME = "image.name";

    @Override
    public void parse(OutputText file, FindingsCollector found) throws UnreadableOutputException {
        // --iidfile holds the ID or the digest, by the driver, and does not say which.
        if (Digest.isValid(file.text().strip())) {
            found.rejected(
                    file.tool(),
                    file.path(),
                    Messages._Digest_imageId(file.text().strip()));
            return;
        }
        ObjectNode json = file.json();
        if (holdsImage(json)) {
            Tool tool = file.tool() == Tool.BAKE ? Tool.BUILDX : file.tool();
            image(json, tool, file.path(), found);
            return;
        }
        // buildx.build.warnings stands among the targets, and is a list.
        for (Map.Entry<String, JsonNode> target : json.properties()) {
            if (target.getValue() instanceof ObjectNode metadata && holdsImage(metadata)) {
                image(metadata, Tool.BAKE, file.path() + " (" + target.getKey() + ")", found);
            }
        }
    }

    private static boolean holdsImage(ObjectNode json) {
        return json.has(DIGEST) || json.has(NAME) || json.has(CONFIG);
    }

    private static void image(ObjectNode json, Tool tool, String where, FindingsCollector found)
            throws UnreadableOutputException {
        String digest = digest(json, tool, where, found);
        TagsByRepository names = new TagsByRepository();
        for (String name : OutputText.text(json, NAME).split(",", -1)) {
            OciReference reference = OciReference.parse(name.strip());
            if (reference != null) {
                names.add(reference);
            } else if (!name.isBlank()) {
                found.rejected(tool, where, Messages._OciReference_unusable(OutputText.excerpt(name)));
            }
        }
        for (FoundImage image : names.toImages(digest, tool, where)) {
            found.addImage(image);
        }
        if (names.isEmpty() && digest != null) {
            found.addDigest(new FoundDigest(digest, tool, where));
        }
    }

    /**
     * With Docker's own image store, {@code containerimage.digest} is the image ID. A manifest's digest is told from it by
     * the descriptor of the manifest, or by an ID that is another.
     */
    private static String digest(ObjectNode json, Tool tool, String where, FindingsCollector found) {
        String digest = OutputText.text(json, DIGEST);
        String config = OutputText.text(json, CONFIG);
        String described = OutputText.text(json.path(DESCRIPTOR), "digest");
        found.addImageId(config);
        if (digest.isEmpty()) {
            return null;
        }
        if (!Digest.isValid(digest)) {
            found.rejected(tool, where, Messages._Digest_unusable(OutputText.excerpt(digest)));
            return null;
        }
        boolean isManifest = described.isEmpty() ? Digest.isValid(config) : described.equals(digest);
        if (!isManifest || config.equals(digest)) {
            found.rejected(tool, where, Messages._Digest_imageId(digest));
            if (described.isEmpty()) {
                found.addImageId(digest);
            }
            return null;
        }
        return digest;
    }
}
