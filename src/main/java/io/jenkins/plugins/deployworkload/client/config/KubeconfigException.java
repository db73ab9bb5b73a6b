package io.jenkins.plugins.deployworkload.client.config;

import java.io.Serial;
import java.util.Arrays;
import java.util.List;
import org.jvnet.localizer.Localizable;

/**
 * A kubeconfig that cannot be used. The message has one line for each problem. Each line names the path, the problem
 * and the allowed values. Messages are localized when they are read.
 */
public final class KubeconfigException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Localizable[] problems;

    KubeconfigException(List<Localizable> problems) {
        this.problems = problems.toArray(Localizable[]::new);
    }

    KubeconfigException(Localizable problem) {
        this(List.of(problem));
    }

    /** All problems found, one sentence each; never a secret. */
    public List<String> problems() {
        return Arrays.stream(problems).map(Localizable::toString).toList();
    }

    @Override
    public String getMessage() {
        return String.join("\n", problems());
    }
}
