package io.jenkins.plugins.deployworkload.image;

import java.util.List;
import java.util.Map;

/** {@code report.toml} of {@code pack build --report-output-dir}. */
final class PackReport implements FileReader {

    @Override
    public void read(OutputText file, Gathering found) throws UnreadableOutputException {
        Map<String, List<String>> image;
        try {
            image = TomlTable.read(file.text(), "image");
        } catch (TomlTable.NotReadException e) {
            throw file.unreadable(Messages._Pack_shape(e.line()));
        }
        String digest = single(image, "digest");
        String id = single(image, "image-id");
        if (id != null) {
            found.imageId(id);
        }
        if (digest != null && (!Digest.isWhole(digest) || digest.equals(id))) {
            found.unusable(Tool.PACK, file.path(), Messages._Digest_unusable(OutputText.quoted(digest)));
            digest = null;
        }
        ImageNames names = new ImageNames();
        for (String name : image.getOrDefault("tags", List.of())) {
            Reference reference = Reference.parse(name);
            if (reference == null) {
                found.unusable(Tool.PACK, file.path(), Messages._Reference_unusable(OutputText.quoted(name)));
            } else {
                names.add(reference);
            }
        }
        for (FoundImage each : names.images(digest, Tool.PACK, file.path())) {
            found.image(each);
        }
        if (names.isEmpty()) {
            throw file.unreadable(Messages._Pack_shape("[image] tags"));
        }
    }

    private static String single(Map<String, List<String>> table, String key) {
        List<String> values = table.getOrDefault(key, List.of());
        return values.size() == 1 ? values.get(0) : null;
    }
}
