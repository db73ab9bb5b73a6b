package io.jenkins.plugins.deployworkload.outputs;

import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import java.io.IOException;
import java.util.function.Consumer;

/** A place with outputs of a build: its workspace, its artifacts, its log or its record of deployed images. */
interface OutputPlace {

    /**
     * Reads the outputs of this place.
     *
     * @param file  Ant pattern of the files to read; null to read files with the usual names of build tools' outputs
     * @param tool  the tool that wrote the files; null to derive the tool from the file names
     * @param notes receives messages about the findings, one sentence at a time
     * @throws UnresolvedImageException if a specified file does not have the format of its tool, or the deadline passes
     */
    Findings find(String file, Tool tool, Consumer<String> notes)
            throws IOException, InterruptedException, UnresolvedImageException;
}
