package io.jenkins.plugins.deployworkload.image;

/**
 * Files of a tool that writes one JSON object with one option, and references or a digest alone with another.
 *
 * @param json reads the object
 */
record JsonOrReferences(FileReader json) implements FileReader {

    @Override
    public void read(OutputText file, Gathering found) throws UnreadableOutputException {
        FileReader reader = file.text().stripLeading().startsWith("{") ? json : new ReferencesFile();
        reader.read(file, found);
    }
}
