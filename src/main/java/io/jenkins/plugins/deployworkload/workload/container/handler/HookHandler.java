package io.jenkins.plugins.deployworkload.workload.container.handler;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;

/** The action of a lifecycle hook. */
public sealed interface HookHandler extends Describable<HookHandler>, Section
        permits ExecHook, HttpGetHook, SleepHook {}
