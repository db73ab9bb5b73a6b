package io.jenkins.plugins.deployworkload.manifest.patch;

/** A patch cannot be applied. */
public final class PatchException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String path;

    /**
     * @param path the path of the problem in the patch, such as {@code merge.spec.template.spec.containers[0]}
     * @param message the problem, for users; printed after the path on the same line
     */
    PatchException(String path, String message) {
        super(message);
        this.path = path;
    }

    public String path() {
        return path;
    }
}
