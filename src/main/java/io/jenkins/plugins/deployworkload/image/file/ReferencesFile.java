package io.jenkins.plugins.deployworkload.image.file;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.Digest;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.FoundDigest;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.util.List;
import java.util.Locale;

/**
 * A reference a line, with digest: {@code --image-name-with-digest-file} and {@code --image-name-tag-with-digest-file} of
 * kaniko, {@code --image-refs} of ko. Or the digest alone, as kaniko's {@code --digest-file} has it.
 */
final class ReferencesFile implements FileParser {

    @Override
    public void parse(OutputText file, FindingsCollector found) throws UnreadableOutputException {
        List<String> lines = file.lines();
        boolean any = false;
        for (String line : lines) {
            OciReference reference = OciReference.parse(line);
            if (reference != null && reference.digest() != null) {
                found.addImage(FoundImage.of(reference, file.tool(), file.path()));
                any = true;
            } else if (Digest.isValid(line)) {
                digest(line, file, found);
                any = true;
            } else if (OciReference.isTruncated(line) || line.startsWith(Digest.PREFIX)) {
                found.rejected(file.tool(), file.path(), Messages._Digest_unusable(OutputText.excerpt(line)));
                any = true;
            }
        }
        if (!any) {
            throw file.unreadable(Messages._ReferenceFinder_shape());
        }
    }

    /** An image ID looks the same, and only the name of its file tells. */
    private static void digest(String digest, OutputText file, FindingsCollector found) {
        String name = file.path().substring(file.path().lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (name.endsWith(".id") || name.contains("iid") || name.contains("imageid") || name.contains("image-id")) {
            found.addImageId(digest);
            found.rejected(file.tool(), file.path(), Messages._Digest_imageId(digest));
        } else {
            found.addDigest(new FoundDigest(digest, file.tool(), file.path()));
        }
    }
}
