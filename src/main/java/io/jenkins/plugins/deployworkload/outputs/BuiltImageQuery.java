package io.jenkins.plugins.deployworkload.outputs;

import io.jenkins.plugins.deployworkload.image.model.ChosenImage;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.ImageException;
import io.jenkins.plugins.deployworkload.image.model.ImageQuery;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.search.ImageChooser;
import io.jenkins.plugins.deployworkload.workload.image.BuiltImage;
import io.jenkins.plugins.deployworkload.workload.image.ImageReferenceType;

/** What a description asks for, in the words of the readers. */
public final class BuiltImageQuery {

    private BuiltImageQuery() {}

    /** The tool whose output counts; null for all. */
    public static Tool tool(BuiltImage wanted) {
        return wanted.getOutput() == null
                ? null
                : Tool.of(wanted.getOutput().name()).orElseThrow();
    }

    /**
     * The only image that is meant.
     *
     * @throws UnresolvedImageException if there is none, or several, or it is not named as it was asked for; says what there is
     */
    public static ChosenImage choose(Findings found, BuiltImage wanted) throws UnresolvedImageException {
        if (wanted.getFile() != null && found.outputsRead().isEmpty()) {
            throw new UnresolvedImageException(Messages.Outputs_NoFile(wanted.getFile()));
        }
        ImageReferenceType by = wanted.getBy();
        ChosenImage chosen;
        try {
            chosen = ImageChooser.choose(
                    found, new ImageQuery(wanted.getRepository(), tool(wanted), by != ImageReferenceType.tag));
        } catch (ImageException e) {
            throw new UnresolvedImageException(e.getMessage());
        }
        if (by != null && (by == ImageReferenceType.digest) != chosen.byDigest()) {
            throw new UnresolvedImageException(
                    by == ImageReferenceType.digest
                            ? Messages.BuiltImageQuery_NoDigest(chosen.reference(), String.join("; ", chosen.outputs()))
                            : Messages.BuiltImageQuery_NoTag(chosen.reference(), String.join("; ", chosen.outputs())));
        }
        return chosen;
    }
}
