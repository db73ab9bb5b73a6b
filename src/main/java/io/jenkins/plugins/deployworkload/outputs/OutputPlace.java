package io.jenkins.plugins.deployworkload.outputs;

import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import java.io.IOException;
import java.util.function.Consumer;

/** One place where a build leaves outputs. */
interface OutputPlace {

    /**
     * What is found there.
     *
     * @param file  the only files that count, as a pattern; null for those whose names tools give them
     * @param tool  that wrote such a file; null if its name says so
     * @param notes hears what is to be known of what was found, a sentence each
     * @throws UnresolvedImageException if a file that was named is not what its tool writes, or it takes too long
     */
    Findings find(String file, Tool tool, Consumer<String> notes)
            throws IOException, InterruptedException, UnresolvedImageException;
}
