package io.jenkins.plugins.deployworkload.image;

import java.util.List;
import java.util.Locale;

/**
 * A reference a line, with digest: {@code --image-name-with-digest-file} and {@code --image-name-tag-with-digest-file} of
 * kaniko, {@code --image-refs} of ko. Or the digest alone, as kaniko's {@code --digest-file} has it.
 */
final class ReferencesFile implements FileReader {

    @Override
    public void read(OutputText file, Gathering found) throws UnreadableOutputException {
        List<String> lines = file.lines();
        boolean any = false;
        for (String line : lines) {
            Reference reference = Reference.parse(line);
            if (reference != null && reference.digest() != null) {
                found.image(FoundImage.of(reference, file.tool(), file.path()));
                any = true;
            } else if (Digest.isWhole(line)) {
                digest(line, file, found);
                any = true;
            } else if (Reference.isTruncated(line) || line.startsWith(Digest.PREFIX)) {
                found.unusable(file.tool(), file.path(), Messages._Digest_unusable(OutputText.quoted(line)));
                any = true;
            }
        }
        if (!any) {
            throw file.unreadable(Messages._References_shape());
        }
    }

    /** An image ID looks the same, and only the name of its file tells. */
    private static void digest(String digest, OutputText file, Gathering found) {
        String name = file.path().substring(file.path().lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (name.endsWith(".id") || name.contains("iid") || name.contains("imageid") || name.contains("image-id")) {
            found.imageId(digest);
            found.unusable(file.tool(), file.path(), Messages._Digest_imageId(digest));
        } else {
            found.digest(new FoundDigest(digest, file.tool(), file.path()));
        }
    }
}
