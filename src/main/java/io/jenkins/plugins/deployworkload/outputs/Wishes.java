package io.jenkins.plugins.deployworkload.outputs;

import io.jenkins.plugins.deployworkload.image.ChosenImage;
import io.jenkins.plugins.deployworkload.image.Findings;
import io.jenkins.plugins.deployworkload.image.ImageException;
import io.jenkins.plugins.deployworkload.image.ImageWish;
import io.jenkins.plugins.deployworkload.image.Images;
import io.jenkins.plugins.deployworkload.image.Tool;
import io.jenkins.plugins.deployworkload.workload.BuiltImage;
import io.jenkins.plugins.deployworkload.workload.ImageBy;

/** What a description asks for, in the words of the readers. */
public final class Wishes {

    private Wishes() {}

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
        if (wanted.getFile() != null && found.looked().isEmpty()) {
            throw new UnresolvedImageException(Messages.Outputs_NoFile(wanted.getFile()));
        }
        ImageBy by = wanted.getBy();
        ChosenImage chosen;
        try {
            chosen = Images.choose(found, new ImageWish(wanted.getRepository(), tool(wanted), by != ImageBy.tag));
        } catch (ImageException e) {
            throw new UnresolvedImageException(e.getMessage());
        }
        if (by != null && (by == ImageBy.digest) != chosen.byDigest()) {
            throw new UnresolvedImageException(
                    by == ImageBy.digest
                            ? Messages.Wishes_NoDigest(chosen.reference(), String.join("; ", chosen.outputs()))
                            : Messages.Wishes_NoTag(chosen.reference(), String.join("; ", chosen.outputs())));
        }
        return chosen;
    }
}
