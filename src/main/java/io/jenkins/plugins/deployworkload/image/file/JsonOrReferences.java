package io.jenkins.plugins.deployworkload.image.file;

import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;

/**
 * Parses the files of a tool with two output options. One option writes a JSON object, the other option writes
 * references or a digest.
 *
 * @param json parses the JSON object
 */
record JsonOrReferences(FileParser json) implements FileParser {

    @Override
    public void parse(OutputText file, FindingsCollector found) throws UnreadableOutputException {
        FileParser parser = file.text().stripLeading().startsWith("{") ? json : new ReferencesFile();
        parser.parse(file, found);
    }
}
