package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.LifecycleHandlerBuilder;
import io.jenkins.plugins.deployworkload.manifest.value.EmptyToNull;
import io.jenkins.plugins.deployworkload.workload.container.handler.ExecHook;
import io.jenkins.plugins.deployworkload.workload.container.handler.HookHandler;
import io.jenkins.plugins.deployworkload.workload.container.handler.HttpGetHook;
import io.jenkins.plugins.deployworkload.workload.container.handler.SleepHook;

/** Renders lifecycle hooks. */
final class LifecycleRenderer {

    private LifecycleRenderer() {}

    static Lifecycle render(io.jenkins.plugins.deployworkload.workload.container.handler.Lifecycle lifecycle) {
        return lifecycle == null
                ? null
                : EmptyToNull.of(
                        new LifecycleBuilder()
                                .withPostStart(handler(lifecycle.getPostStart()))
                                .withPreStop(handler(lifecycle.getPreStop()))
                                .build(),
                        new Lifecycle());
    }

    private static LifecycleHandler handler(HookHandler handler) {
        LifecycleHandlerBuilder built = new LifecycleHandlerBuilder();
        return switch (handler) {
            case null -> null;
            case ExecHook exec -> built.withExec(ActionRenderer.exec(exec)).build();
            case HttpGetHook http ->
                built.withHttpGet(ActionRenderer.httpGet(http)).build();
            case SleepHook sleep -> built.withNewSleep(sleep.getSeconds()).build();
        };
    }
}
