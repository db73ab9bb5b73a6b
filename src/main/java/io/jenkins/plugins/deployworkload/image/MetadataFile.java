package io.jenkins.plugins.deployworkload.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * {@code --metadata-file} of {@code docker buildx build} and of buildah, and that of {@code docker buildx bake}, which holds
 * the same by target.
 */
final class MetadataFile implements FileReader {

    private static final String DIGEST = "containerimage.digest";
    private static final String CONFIG = "containerimage.config.digest";
    private static final String DESCRIPTOR = "containerimage.descriptor";
    private static final String NAME = "image.name";

    @Override
    public void read(OutputText file, Gathering found) throws UnreadableOutputException {
        // --iidfile holds the ID or the digest, by the driver, and does not say which.
        if (Digest.isWhole(file.text().strip())) {
            found.unusable(
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

    private static void image(ObjectNode json, Tool tool, String where, Gathering found)
            throws UnreadableOutputException {
        String digest = digest(json, tool, where, found);
        ImageNames names = new ImageNames();
        for (String name : OutputText.text(json, NAME).split(",", -1)) {
            Reference reference = Reference.parse(name.strip());
            if (reference != null) {
                names.add(reference);
            } else if (!name.isBlank()) {
                found.unusable(tool, where, Messages._Reference_unusable(OutputText.quoted(name)));
            }
        }
        for (FoundImage image : names.images(digest, tool, where)) {
            found.image(image);
        }
        if (names.isEmpty() && digest != null) {
            found.digest(new FoundDigest(digest, tool, where));
        }
    }

    /**
     * With Docker's own image store, {@code containerimage.digest} is the image ID. A manifest's digest is told from it by
     * the descriptor of the manifest, or by an ID that is another.
     */
    private static String digest(ObjectNode json, Tool tool, String where, Gathering found) {
        String digest = OutputText.text(json, DIGEST);
        String config = OutputText.text(json, CONFIG);
        String described = OutputText.text(json.path(DESCRIPTOR), "digest");
        found.imageId(config);
        if (digest.isEmpty()) {
            return null;
        }
        if (!Digest.isWhole(digest)) {
            found.unusable(tool, where, Messages._Digest_unusable(OutputText.quoted(digest)));
            return null;
        }
        boolean isManifest = described.isEmpty() ? Digest.isWhole(config) : described.equals(digest);
        if (!isManifest || config.equals(digest)) {
            found.unusable(tool, where, Messages._Digest_imageId(digest));
            if (described.isEmpty()) {
                found.imageId(digest);
            }
            return null;
        }
        return digest;
    }
}
