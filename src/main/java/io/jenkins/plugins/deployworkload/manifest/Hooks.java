package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.LifecycleHandlerBuilder;
import io.jenkins.plugins.deployworkload.workload.ExecHook;
import io.jenkins.plugins.deployworkload.workload.HookHandler;
import io.jenkins.plugins.deployworkload.workload.HttpGetHook;
import io.jenkins.plugins.deployworkload.workload.SleepHook;

/** Renders lifecycle hooks. */
final class Hooks {

    private Hooks() {}

    static Lifecycle of(io.jenkins.plugins.deployworkload.workload.Lifecycle lifecycle) {
        return lifecycle == null
                ? null
                : Unsaid.orNull(
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
            case ExecHook exec -> built.withExec(Actions.exec(exec)).build();
            case HttpGetHook http -> built.withHttpGet(Actions.httpGet(http)).build();
            case SleepHook sleep -> built.withNewSleep(sleep.getSeconds()).build();
        };
    }
}
