package io.jenkins.plugins.deployworkload.image.file;

import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;

/**
 * Parses the files of a tool that has two options for output files: one writes a JSON object, and the other one writes
 * image references or a digest.
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
