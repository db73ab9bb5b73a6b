package io.jenkins.plugins.deployworkload.connection;

import java.io.Serial;
import java.util.List;

/** A kubeconfig that cannot be used. The message has a line for each problem: where it is, what it says, what would do. */
public final class KubeconfigException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    KubeconfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    KubeconfigException(String problem) {
        this(List.of(problem));
    }

    /** All problems found, one sentence each; never a secret. */
    public List<String> problems() {
        return problems;
    }
}
