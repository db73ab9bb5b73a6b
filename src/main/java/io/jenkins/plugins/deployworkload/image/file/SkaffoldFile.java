package io.jenkins.plugins.deployworkload.image.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;

/** Parses the file that {@code skaffold build --file-output} writes. */
final class SkaffoldFile implements FileParser {

    @Override
    public void parse(OutputText file, FindingsCollector found) throws UnreadableOutputException {
        JsonNode builds = file.json().path("builds");
        if (!builds.isArray()) {
            throw file.unreadable(Messages._SkaffoldFile_expectedContent());
        }
        for (JsonNode build : builds) {
            String tag = OutputText.text(build, "tag");
            OciReference reference = OciReference.parse(tag);
            if (reference == null) {
                found.rejected(Tool.SKAFFOLD, file.path(), Messages._OciReference_invalid(Excerpt.of(tag)));
            } else {
                found.addImage(FoundImage.of(reference, Tool.SKAFFOLD, file.path()));
            }
        }
    }
}
