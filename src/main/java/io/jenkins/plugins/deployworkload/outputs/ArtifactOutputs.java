package io.jenkins.plugins.deployworkload.outputs;

import hudson.Functions;
import hudson.model.Run;
import io.jenkins.plugins.deployworkload.image.Findings;
import io.jenkins.plugins.deployworkload.image.ImageFiles;
import io.jenkins.plugins.deployworkload.image.Tool;
import io.jenkins.plugins.deployworkload.image.UnreadableOutputException;
import io.jenkins.plugins.deployworkload.image.Unusable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import jenkins.util.VirtualFile;

/**
 * The outputs among a build's archived artifacts.
 *
 * @param prefix stands before their paths where they are named
 */
record ArtifactOutputs(Run<?, ?> build, String prefix) implements OutputPlace {

    private static final int MAX_READ = 1000;

    @Override
    public Findings find(String file, Tool tool) throws IOException, UnresolvedImageException {
        if (Functions.isArtifactsPermissionEnabled() && !build.hasPermission(Run.ARTIFACTS)) {
            throw new UnresolvedImageException(Messages.Artifacts_NotAllowed(prefix));
        }
        VirtualFile root = build.getArtifactManager().root();
        if (!root.isDirectory()) {
            return Findings.NONE;
        }
        Collection<String> all = root.list("**", null, true);
        Predicate<String> wanted =
                file == null ? path -> ImageFiles.toolOf(path).isPresent() : ImageFiles.matching(file);
        SortedSet<String> files = new TreeSet<>(all.stream().filter(wanted).toList());
        if (file != null) {
            List.copyOf(files)
                    .forEach(path ->
                            ImageFiles.beside(path, tool).filter(all::contains).ifPresent(files::add));
        }
        if (files.size() > MAX_READ) {
            throw new UnresolvedImageException(Messages.Artifacts_TooMany(prefix, Integer.toString(MAX_READ)));
        }
        Findings found = Findings.NONE;
        for (String path : files) {
            try (InputStream content = root.child(path).open()) {
                found = found.plus(ImageFiles.read(
                        prefix + path,
                        content,
                        tool == null ? ImageFiles.toolOf(path).orElse(null) : tool));
            } catch (UnreadableOutputException e) {
                if (file != null) {
                    throw new UnresolvedImageException(e.getMessage());
                }
                found = found.plus(new Unusable(null, prefix + path, e.getMessage()));
            }
        }
        return found;
    }
}
