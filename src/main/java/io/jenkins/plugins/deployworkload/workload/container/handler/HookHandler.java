package io.jenkins.plugins.deployworkload.workload.container.handler;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;

/** What is done at a turn of a container's life. */
public sealed interface HookHandler extends Describable<HookHandler>, Section
        permits ExecHook, HttpGetHook, SleepHook {}
