package io.jenkins.plugins.deployworkload.report;

import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Which image a container was deployed with, as a build keeps it. */
@ExportedBean(defaultVisibility = 4)
public final class DeployedImage {

    private final String container;
    private final String image;

    DeployedImage(String container, String image) {
        this.container = container;
        this.image = image;
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

    /** As in {@code sha256:…}; null where the image was deployed by its tag alone. */
    @Exported
    public String getDigest() {
        int at = image == null ? -1 : image.indexOf('@');
        return at < 0 ? null : image.substring(at + 1);
    }
}
