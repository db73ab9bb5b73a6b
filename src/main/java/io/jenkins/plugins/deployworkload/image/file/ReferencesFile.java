package io.jenkins.plugins.deployworkload.image.file;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.Digest;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.FoundDigest;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.util.List;
import java.util.Locale;

/**
 * Parses files with one image reference on each line. kaniko writes these files with
 * {@code --image-name-with-digest-file} and {@code --image-name-tag-with-digest-file}, and ko with
 * {@code --image-refs}. A file of kaniko's {@code --digest-file} contains only a digest.
 */
final class ReferencesFile implements FileParser {

    @Override
    public void parse(OutputText file, FindingsCollector found) throws UnreadableOutputException {
        List<String> lines = file.lines();
        boolean recognized = false;
        for (String line : lines) {
            OciReference reference = OciReference.parse(line);
            if (reference != null && reference.digest() != null) {
                found.addImage(FoundImage.of(reference, file.tool(), file.path()));
                recognized = true;
            } else if (Digest.isValid(line)) {
                addDigest(line, file, found);
                recognized = true;
            } else if (OciReference.isTruncated(line) || line.startsWith(Digest.PREFIX)) {
                found.rejected(file.tool(), file.path(), Messages._Digest_invalid(Excerpt.of(line)));
                recognized = true;
            }
        }
        if (!recognized) {
            throw file.unreadable(Messages._ReferencesFile_expectedContent());
        }
    }

    /**
     * Adds the file's only digest, or rejects the digest if it is an image ID. An image ID and a manifest digest have
     * the same form, so only the name of the file distinguishes them.
     */
    private static void addDigest(String digest, OutputText file, FindingsCollector found) {
        String name = file.path().substring(file.path().lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (name.endsWith(".id") || name.contains("iid") || name.contains("imageid") || name.contains("image-id")) {
            found.addImageId(digest);
            found.rejected(file.tool(), file.path(), Messages._Digest_imageId(digest));
        } else {
            found.addDigest(new FoundDigest(digest, file.tool(), file.path()));
        }
    }
}
