package io.jenkins.plugins.deployworkload.image.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.Digest;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.FoundDigest;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;

/** Parses the {@code index.json} of an OCI image layout that rules_oci writes. */
final class OciIndexFile implements FileParser {

    @Override
    public void parse(OutputText file, FindingsCollector found) throws UnreadableOutputException {
        JsonNode manifests = file.json().path("manifests");
        if (!manifests.isArray()) {
            throw file.unreadable(Messages._OciIndexFile_expectedContent());
        }
        if (manifests.size() != 1) {
            found.rejected(
                    Tool.RULES_OCI,
                    file.path(),
                    Messages._OciIndexFile_severalManifests(String.valueOf(manifests.size())));
            return;
        }
        String digest = OutputText.text(manifests.get(0), "digest");
        if (Digest.isValid(digest)) {
            found.addDigest(new FoundDigest(digest, Tool.RULES_OCI, file.path()));
        } else {
            found.rejected(Tool.RULES_OCI, file.path(), Messages._Digest_invalid(Excerpt.of(digest)));
        }
    }
}
