package io.jenkins.plugins.deployworkload.image.file;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.Digest;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.TagsByRepository;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.util.List;
import java.util.Map;

/** Parses the {@code report.toml} that {@code pack build --report-output-dir} writes. */
final class PackReport implements FileParser {

    @Override
    public void parse(OutputText file, FindingsCollector found) throws UnreadableOutputException {
        Map<String, List<String>> image;
        try {
            image = TomlTable.read(file.text(), "image");
        } catch (TomlTable.UnsupportedTomlException e) {
            throw file.unreadable(Messages._PackReport_expectedContent(e.line()));
        }
        String digest = single(image, "digest");
        String id = single(image, "image-id");
        if (id != null) {
            found.addImageId(id);
        }
        if (digest != null && (!Digest.isValid(digest) || digest.equals(id))) {
            found.rejected(Tool.PACK, file.path(), Messages._Digest_invalid(Excerpt.of(digest)));
            digest = null;
        }
        TagsByRepository names = new TagsByRepository();
        for (String name : image.getOrDefault("tags", List.of())) {
            OciReference reference = OciReference.parse(name);
            if (reference == null) {
                found.rejected(Tool.PACK, file.path(), Messages._OciReference_invalid(Excerpt.of(name)));
            } else {
                names.add(reference);
            }
        }
        for (FoundImage foundImage : names.toImages(digest, Tool.PACK, file.path())) {
            found.addImage(foundImage);
        }
        if (names.isEmpty()) {
            throw file.unreadable(Messages._PackReport_expectedContent("[image] tags"));
        }
    }

    private static String single(Map<String, List<String>> table, String key) {
        List<String> values = table.getOrDefault(key, List.of());
        return values.size() == 1 ? values.get(0) : null;
    }
}
