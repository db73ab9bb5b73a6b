package io.jenkins.plugins.deployworkload.image.file;

import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;

/**
 * Files of a tool that writes one JSON object with one option, and references or a digest alone with another.
 *
 * @param json reads the object
 */
record JsonOrReferences(FileParser json) implements FileParser {

    @Override
    public void parse(OutputText file, FindingsCollector found) throws UnreadableOutputException {
        FileParser reader = file.text().stripLeading().startsWith("{") ? json : new ReferencesFile();
        reader.parse(file, found);
    }
}
