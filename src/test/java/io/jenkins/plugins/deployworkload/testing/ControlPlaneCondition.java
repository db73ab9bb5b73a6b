package io.jenkins.plugins.deployworkload.testing;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Enables tests with the tag {@code control-plane}, which need a real Kubernetes control plane. The development kit
 * always runs these tests. The standard build cannot build the binaries of a control plane. It runs the tests if {@code
 * KUBEBUILDER_ASSETS} names a folder with the binaries, or if {@code DEPLOY_WORKLOAD_KUBECONFIG} names the kubeconfig
 * of a running control plane.
 */
public class ControlPlaneCondition implements ExecutionCondition {

    private static final String TAG = "control-plane";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!context.getTags().contains(TAG)) {
            return ConditionEvaluationResult.enabled("needs no control plane");
        }
        if (Boolean.getBoolean("deployWorkload.controlPlane")
                || System.getenv("KUBEBUILDER_ASSETS") != null
                || System.getenv("DEPLOY_WORKLOAD_KUBECONFIG") != null) {
            return ConditionEvaluationResult.enabled("the control plane can be started");
        }
        return ConditionEvaluationResult.disabled(
                "set KUBEBUILDER_ASSETS to a folder with etcd, kube-apiserver, "
                        + "kube-controller-manager, kube-scheduler and kwok, DEPLOY_WORKLOAD_KUBECONFIG to the kubeconfig of a running one (deploy-workload.jar cluster), or run: mvn -f src/dev verify");
    }
}
