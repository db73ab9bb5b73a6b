package io.jenkins.plugins.deployworkload.outputs;

import hudson.model.Run;
import io.jenkins.plugins.deployworkload.image.file.ImageFiles;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.RejectedOutput;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import jenkins.util.VirtualFile;
import org.jvnet.localizer.Localizable;

/**
 * The build tools' outputs in the archived artifacts of a build.
 *
 * @param prefix  the prefix that messages add to the path of an artifact
 * @param mayRead whether the caller has the permission to read the artifacts
 * @param quoted  whether messages may quote the artifacts, because they belong to the build that deploys
 */
record ArtifactOutputs(Run<?, ?> build, String prefix, boolean mayRead, boolean quoted, ReadDeadline deadline)
        implements OutputPlace {

    private static final int MAX_READ = 1000;

    @FunctionalInterface
    interface ArtifactOpener {
        InputStream open(String path) throws IOException;
    }

    @Override
    public Findings find(String file, Tool tool, Consumer<String> notes) throws IOException, UnresolvedImageException {
        if (!mayRead) {
            throw new UnresolvedImageException(Messages.ArtifactOutputs_accessDenied(prefix));
        }
        VirtualFile root = build.getArtifactManager().root();
        return root.isDirectory()
                ? read(root.list("**", null, true), path -> root.child(path).open(), file, tool)
                : Findings.NONE;
    }

    Findings read(Collection<String> paths, ArtifactOpener artifacts, String file, Tool tool)
            throws IOException, UnresolvedImageException {
        Predicate<String> filter =
                file == null ? path -> ImageFiles.toolOf(path).isPresent() : ImageFiles.matching(file);
        SortedSet<String> files = new TreeSet<>(paths.stream().filter(filter).toList());
        if (file != null) {
            List.copyOf(files)
                    .forEach(path -> ImageFiles.companionFile(path, tool)
                            .filter(paths::contains)
                            .ifPresent(files::add));
        }
        if (files.size() > MAX_READ) {
            throw new UnresolvedImageException(Messages.ArtifactOutputs_tooMany(prefix, Integer.toString(MAX_READ)));
        }
        Findings found = Findings.NONE;
        for (String path : files) {
            deadline.check();
            try (InputStream content = artifacts.open(path)) {
                // Derive the tool from the path without the prefix, because the prefix may contain the name of a job.
                Tool writer = tool == null ? ImageFiles.toolOf(path).orElse(null) : tool;
                found = found.plus(ImageFiles.read(prefix + path, content, writer));
            } catch (UnreadableOutputException e) {
                found = found.plus(reject(path, e.reason(), file));
            } catch (IOException e) {
                // Continue with the other artifacts. An artifact that cannot be opened may be a symbolic link to a file
                // outside the archive.
                found = found.plus(reject(path, Messages._ArtifactOutputs_cannotOpen(), file));
            }
        }
        return quoted ? found : OtherBuildReasons.replaceIn(found);
    }

    private RejectedOutput reject(String path, Localizable reason, String file) throws UnresolvedImageException {
        RejectedOutput rejected =
                new RejectedOutput(null, prefix + path, quoted ? reason : OtherBuildReasons.replace(reason));
        if (file != null) {
            throw new UnresolvedImageException(rejected.toString());
        }
        return rejected;
    }
}
