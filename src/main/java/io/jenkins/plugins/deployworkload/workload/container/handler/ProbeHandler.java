package io.jenkins.plugins.deployworkload.workload.container.handler;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;

/** What a probe does. */
public sealed interface ProbeHandler extends Describable<ProbeHandler>, Section
        permits ExecProbe, HttpGetProbe, TcpSocketProbe, GrpcProbe {}
