package io.jenkins.plugins.deployworkload.outputs;

import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import java.io.IOException;
import java.util.function.Consumer;

/** A place where a build stores outputs: workspace, artifacts, log or record of deploys. */
interface OutputPlace {

    /**
     * Reads the outputs of this place.
     *
     * @param file  Ant pattern of the files to read; null for files whose names build tools use
     * @param tool  the tool that wrote these files; null to derive the tool from the file names
     * @param notes receives messages about the findings, one sentence each
     * @throws UnresolvedImageException if a specified file does not have the format of its tool, or the deadline passes
     */
    Findings find(String file, Tool tool, Consumer<String> notes)
            throws IOException, InterruptedException, UnresolvedImageException;
}
