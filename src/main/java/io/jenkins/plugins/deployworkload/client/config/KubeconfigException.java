package io.jenkins.plugins.deployworkload.client.config;

import java.io.Serial;
import java.util.Arrays;
import java.util.List;
import org.jvnet.localizer.Localizable;

/**
 * A kubeconfig that cannot be used. The exception's message has one line for each problem, with the path in the
 * kubeconfig, the problem and the allowed values. The message is localized when it is read, because readers may have
 * different languages.
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

    /** All problems of the kubeconfig, one sentence for each problem. The sentences contain no secrets. */
    public List<String> problems() {
        return Arrays.stream(problems).map(Localizable::toString).toList();
    }

    @Override
    public String getMessage() {
        return String.join("\n", problems());
    }
}
