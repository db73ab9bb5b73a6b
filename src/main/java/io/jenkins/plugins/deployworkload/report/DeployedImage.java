package io.jenkins.plugins.deployworkload.report;

import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The image of a deployed container, stored with the build. */
@ExportedBean(defaultVisibility = 4)
public final class DeployedImage {

    private final String container;
    private final String image;
    private final String pulledDigest;

    /** @param pulledDigest the digest that nodes report for the running image; {@code null} if unknown */
    DeployedImage(String container, String image, String pulledDigest) {
        this.container = container;
        this.image = image;
        this.pulledDigest = pulledDigest;
    }

    @Exported
    public String getContainer() {
        return container;
    }

    /** The image reference in the applied object: {@code registry.example/shop/web:1.2@sha256:…}. */
    @Exported
    public String getImage() {
        return image;
    }

    /**
     * The digest {@code sha256:…} in the image reference, or the digest that nodes pulled if the reference has no
     * digest; {@code null} if neither is known.
     */
    @Exported
    public String getDigest() {
        int at = image == null ? -1 : image.indexOf('@');
        return at < 0 ? pulledDigest : image.substring(at + 1);
    }
}
