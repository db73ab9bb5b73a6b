package io.jenkins.plugins.deployworkload.testing;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Enables tests with the tag {@code control-plane}, which need a real Kubernetes control plane. The project's
 * development kit (src/dev) always runs these tests, because it builds the binaries of a control plane. The standard
 * build of Jenkins plugins does not build them. The standard build runs the tests only if {@code KUBEBUILDER_ASSETS}
 * names a folder with the binaries, or if {@code DEPLOY_WORKLOAD_KUBECONFIG} names the kubeconfig of a running control
 * plane.
 */
public class ControlPlaneCondition implements ExecutionCondition {

    private static final String TAG = "control-plane";

    /** The tag of tests that need a real container registry, which only the development kit builds. */
    private static final String REGISTRY_TAG = "container-registry";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (context.getTags().contains(REGISTRY_TAG) && !Boolean.getBoolean("deployWorkload.controlPlane")) {
            return ConditionEvaluationResult.disabled("the development kit runs these tests: mvn -f src/dev verify");
        }
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
