package io.jenkins.plugins.deployworkload.image;

import com.fasterxml.jackson.databind.JsonNode;

/** The {@code index.json} of the OCI layout that rules_oci builds. */
final class OciFile implements FileReader {

    @Override
    public void read(OutputText file, Gathering found) throws UnreadableOutputException {
        JsonNode manifests = file.json().path("manifests");
        if (!manifests.isArray()) {
            throw file.unreadable(Messages._Oci_shape());
        }
        if (manifests.size() != 1) {
            found.unusable(Tool.RULES_OCI, file.path(), Messages._Oci_several(String.valueOf(manifests.size())));
            return;
        }
        String digest = OutputText.text(manifests.get(0), "digest");
        if (Digest.isWhole(digest)) {
            found.digest(new FoundDigest(digest, Tool.RULES_OCI, file.path()));
        } else {
            found.unusable(Tool.RULES_OCI, file.path(), Messages._Digest_unusable(OutputText.quoted(digest)));
        }
    }
}
