package io.jenkins.plugins.deployworkload.image;

/** {@code --digestfile} of {@code buildah push} and {@code podman push}, and buildah's {@code --metadata-file}. */
final class BuildahFile implements FileReader {

    @Override
    public void read(OutputText file, Gathering found) throws UnreadableOutputException {
        FileReader reader = file.text().stripLeading().startsWith("{") ? new MetadataFile() : new ReferencesFile();
        reader.read(file, found);
    }
}
