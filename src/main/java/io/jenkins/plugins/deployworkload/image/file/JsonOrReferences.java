package io.jenkins.plugins.deployworkload.image.file;

import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;

/**
 * Files of a tool that writes a JSON object with one option, and references or a digest with another.
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
