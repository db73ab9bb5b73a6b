package io.jenkins.plugins.deployworkload.outputs;

import io.jenkins.plugins.deployworkload.image.model.ChosenImage;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.ImageException;
import io.jenkins.plugins.deployworkload.image.model.ImageQuery;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.search.ImageChooser;
import io.jenkins.plugins.deployworkload.workload.image.BuiltImage;
import io.jenkins.plugins.deployworkload.workload.image.ImageReferenceType;

/** Translates an image of a workload description into an {@link ImageQuery}. */
public final class BuiltImageQuery {

    private BuiltImageQuery() {}

    /** The tool whose outputs the query selects; null for the outputs of all tools. */
    public static Tool tool(BuiltImage query) {
        return query.getOutput() == null
                ? null
                : Tool.of(query.getOutput().name()).orElseThrow();
    }

    /**
     * Chooses the only image that matches.
     *
     * @throws UnresolvedImageException if no image or several images match, or if the tag or digest that {@code by}
     *     requires is unknown
     */
    public static ChosenImage choose(Findings found, BuiltImage query) throws UnresolvedImageException {
        if (query.getFile() != null && found.outputsRead().isEmpty()) {
            throw new UnresolvedImageException(Messages.BuiltImageQuery_noFile(query.getFile()));
        }
        ImageReferenceType by = query.getBy();
        ChosenImage chosen;
        try {
            chosen = ImageChooser.choose(
                    found, new ImageQuery(query.getRepository(), tool(query), by != ImageReferenceType.tag));
        } catch (ImageException e) {
            throw new UnresolvedImageException(e.getMessage());
        }
        if (by != null && (by == ImageReferenceType.digest) != chosen.byDigest()) {
            throw new UnresolvedImageException(
                    by == ImageReferenceType.digest
                            ? Messages.BuiltImageQuery_noDigest(chosen.reference(), String.join("; ", chosen.outputs()))
                            : Messages.BuiltImageQuery_noTag(chosen.reference(), String.join("; ", chosen.outputs())));
        }
        return chosen;
    }
}
