package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.image.model.ChosenImage;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import io.jenkins.plugins.deployworkload.image.search.ImageDirectory;
import io.jenkins.plugins.deployworkload.outputs.BuiltImageQuery;
import io.jenkins.plugins.deployworkload.outputs.ImageResolution;
import io.jenkins.plugins.deployworkload.outputs.UnresolvedImageException;
import io.jenkins.plugins.deployworkload.workload.image.BuildPlace;
import io.jenkins.plugins.deployworkload.workload.image.BuiltImage;
import io.jenkins.plugins.deployworkload.workload.image.ImageFromBuild;
import io.jenkins.plugins.deployworkload.workload.image.ImageFromJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A folder in the place of the workspace, where there is no Jenkins.
 *
 * @param folder null where none was named
 */
record OutputFolder(Path folder) implements ImageResolution.Outputs {

    private static final String IMAGE_OPTION_HINT = ", or name the image with --image CONTAINER=REFERENCE";

    @Override
    public ChosenImage choose(BuiltImage wanted, Consumer<String> notes) throws UnresolvedImageException {
        return switch (wanted) {
            case ImageFromBuild fromBuild -> BuiltImageQuery.choose(find(fromBuild), fromBuild);
            case ImageFromJob fromJob ->
                throw new UnresolvedImageException("fromJob: only Jenkins knows the job " + fromJob.getJob()
                        + "; name the image with --image CONTAINER=REFERENCE");
        };
    }

    private Findings find(ImageFromBuild wanted) throws UnresolvedImageException {
        if (folder == null) {
            throw new UnresolvedImageException(
                    "fromBuild: name the folder of the build with --images-from DIR" + IMAGE_OPTION_HINT);
        }
        if (wanted.getPlace() != null && wanted.getPlace() != BuildPlace.workspace) {
            throw new UnresolvedImageException("fromBuild: there are no " + wanted.getPlace()
                    + " without Jenkins; leave place out" + IMAGE_OPTION_HINT);
        }
        try {
            return wanted.getFile() == null
                    ? ImageDirectory.discover(folder)
                    : ImageDirectory.read(folder, wanted.getFile(), BuiltImageQuery.tool(wanted));
        } catch (UnreadableOutputException e) {
            throw new UnresolvedImageException(e.getMessage());
        } catch (IOException e) {
            throw new UnresolvedImageException("--images-from: " + folder + " cannot be read");
        }
    }
}
