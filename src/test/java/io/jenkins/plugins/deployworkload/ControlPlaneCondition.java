package io.jenkins.plugins.deployworkload;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests with the tag {@code control-plane} need a real Kubernetes. The development kit always runs them, and fails where it
 * cannot; the standard build, which knows nothing of Go, runs them where {@code KUBEBUILDER_ASSETS} names the binaries.
 */
public class ControlPlaneCondition implements ExecutionCondition {

    private static final String TAG = "control-plane";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!context.getTags().contains(TAG)) {
            return ConditionEvaluationResult.enabled("needs no control plane");
        }
        if (Boolean.getBoolean("deployWorkload.controlPlane") || System.getenv("KUBEBUILDER_ASSETS") != null) {
            return ConditionEvaluationResult.enabled("the control plane can be started");
        }
        return ConditionEvaluationResult.disabled("set KUBEBUILDER_ASSETS to a folder with etcd, kube-apiserver, "
                + "kube-controller-manager, kube-scheduler and kwok, or run: mvn -f src/dev verify");
    }
}
