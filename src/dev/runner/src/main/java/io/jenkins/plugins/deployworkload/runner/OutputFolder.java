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
 * Finds images in the build outputs in a directory, as the plugin does in the workspace.
 *
 * @param folder the directory of the option {@code --images-from}; {@code null} without this option
 */
record OutputFolder(Path folder) implements ImageResolution.Outputs {

    private static final String IMAGE_OPTION_HINT = ", or set --image CONTAINER=REFERENCE";

    @Override
    public ChosenImage choose(BuiltImage image, Consumer<String> log) throws UnresolvedImageException {
        return switch (image) {
            case ImageFromBuild fromBuild -> BuiltImageQuery.choose(find(fromBuild), fromBuild);
            case ImageFromJob fromJob ->
                throw new UnresolvedImageException("fromJob: job " + fromJob.getJob()
                        + " is not available without Jenkins; set --image CONTAINER=REFERENCE");
        };
    }

    private Findings find(ImageFromBuild image) throws UnresolvedImageException {
        if (folder == null) {
            throw new UnresolvedImageException(
                    "fromBuild: set --images-from DIR to the directory of the build" + IMAGE_OPTION_HINT);
        }
        if (image.getPlace() != null && image.getPlace() != BuildPlace.workspace) {
            throw new UnresolvedImageException("fromBuild: place " + image.getPlace()
                    + " is not available without Jenkins; remove place" + IMAGE_OPTION_HINT);
        }
        try {
            return image.getFile() == null
                    ? ImageDirectory.discover(folder)
                    : ImageDirectory.read(folder, image.getFile(), BuiltImageQuery.tool(image));
        } catch (UnreadableOutputException e) {
            throw new UnresolvedImageException(e.getMessage());
        } catch (IOException e) {
            throw new UnresolvedImageException("--images-from: " + folder + " cannot be read");
        }
    }
}
