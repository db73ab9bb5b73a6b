package io.jenkins.plugins.deployworkload.report;

import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Which image a container was deployed with, as a build keeps it. */
@ExportedBean(defaultVisibility = 4)
public final class DeployedImage {

    private final String container;
    private final String image;
    private final String pulledDigest;

    /** @param pulled the digest that the image was seen to run with; null where no node has told it */
    DeployedImage(String container, String image, String pulled) {
        this.container = container;
        this.image = image;
        this.pulledDigest = pulled;
    }

    @Exported
    public String getContainer() {
        return container;
    }

    /** The reference as the API server has it: {@code registry.example/shop/web:1.2@sha256:…}. */
    @Exported
    public String getImage() {
        return image;
    }

    /**
     * As in {@code sha256:…}: that of the reference, or what its tag was when the nodes pulled it; null where neither is
     * known.
     */
    @Exported
    public String getDigest() {
        int at = image == null ? -1 : image.indexOf('@');
        return at < 0 ? pulledDigest : image.substring(at + 1);
    }
}
