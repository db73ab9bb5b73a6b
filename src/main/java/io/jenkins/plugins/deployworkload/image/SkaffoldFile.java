package io.jenkins.plugins.deployworkload.image;

import com.fasterxml.jackson.databind.JsonNode;

/** {@code --file-output} of {@code skaffold build}. */
final class SkaffoldFile implements FileReader {

    @Override
    public void read(OutputText file, Gathering found) throws UnreadableOutputException {
        JsonNode builds = file.json().path("builds");
        if (!builds.isArray()) {
            throw file.unreadable(Messages._Skaffold_shape());
        }
        for (JsonNode build : builds) {
            String tag = OutputText.text(build, "tag");
            Reference reference = Reference.parse(tag);
            if (reference == null) {
                found.unusable(Tool.SKAFFOLD, file.path(), Messages._Reference_unusable(OutputText.quoted(tag)));
            } else {
                found.image(FoundImage.of(reference, Tool.SKAFFOLD, file.path()));
            }
        }
    }
}
