package io.jenkins.plugins.deployworkload.image.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.Digest;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.FoundDigest;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.TagsByRepository;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.util.Map;

/**
 * Parses the JSON object that {@code --metadata-file} of {@code docker buildx build} and of buildah writes. The file of
 * {@code docker buildx bake} contains one such object for each target.
 */
final class MetadataFile implements FileParser {

    private static final String DIGEST = "containerimage.digest";
    private static final String CONFIG = "containerimage.config.digest";
    private static final String DESCRIPTOR = "containerimage.descriptor";
    private static final String NAME = "image.name";

    @Override
    public void parse(OutputText file, FindingsCollector found) throws UnreadableOutputException {
        // A file with only a digest is an --iidfile. Depending on the build driver, the digest in it is the image ID or
        // the manifest digest, and the file does not show which.
        if (Digest.isValid(file.text().strip())) {
            found.rejected(
                    file.tool(),
                    file.path(),
                    Messages._Digest_imageId(file.text().strip()));
            return;
        }
        ObjectNode json = file.json();
        if (containsImage(json)) {
            Tool tool = file.tool() == Tool.BAKE ? Tool.BUILDX : file.tool();
            addImage(json, tool, file.path(), found);
            return;
        }
        // Skip entries that are not targets, such as the list buildx.build.warnings.
        for (Map.Entry<String, JsonNode> target : json.properties()) {
            if (target.getValue() instanceof ObjectNode metadata && containsImage(metadata)) {
                addImage(metadata, Tool.BAKE, file.path() + " (" + target.getKey() + ")", found);
            }
        }
    }

    private static boolean containsImage(ObjectNode json) {
        return json.has(DIGEST) || json.has(NAME) || json.has(CONFIG);
    }

    private static void addImage(ObjectNode json, Tool tool, String location, FindingsCollector found)
            throws UnreadableOutputException {
        String digest = digest(json, tool, location, found);
        TagsByRepository names = new TagsByRepository();
        for (String name : OutputText.text(json, NAME).split(",", -1)) {
            OciReference reference = OciReference.parse(name.strip());
            if (reference != null) {
                names.add(reference);
            } else if (!name.isBlank()) {
                found.rejected(tool, location, Messages._OciReference_invalid(Excerpt.of(name)));
            }
        }
        for (FoundImage image : names.toImages(digest, tool, location)) {
            found.addImage(image);
        }
        if (names.isEmpty() && digest != null) {
            found.addDigest(new FoundDigest(digest, tool, location));
        }
    }

    /**
     * Returns {@code containerimage.digest} if it is a manifest digest. With Docker's classic image store,
     * {@code containerimage.digest} is the image ID instead. If the file has a descriptor, the manifest digest must
     * equal the descriptor's digest. If the file has no descriptor, it must have a config digest, and the manifest
     * digest must differ from it.
     */
    private static String digest(ObjectNode json, Tool tool, String location, FindingsCollector found) {
        String digest = OutputText.text(json, DIGEST);
        String config = OutputText.text(json, CONFIG);
        String descriptor = OutputText.text(json.path(DESCRIPTOR), "digest");
        found.addImageId(config);
        if (digest.isEmpty()) {
            return null;
        }
        if (!Digest.isValid(digest)) {
            found.rejected(tool, location, Messages._Digest_invalid(Excerpt.of(digest)));
            return null;
        }
        boolean isManifest = descriptor.isEmpty() ? Digest.isValid(config) : descriptor.equals(digest);
        if (!isManifest || config.equals(digest)) {
            found.rejected(tool, location, Messages._Digest_imageId(digest));
            if (descriptor.isEmpty()) {
                found.addImageId(digest);
            }
            return null;
        }
        return digest;
    }
}
