package io.jenkins.plugins.deployworkload.workload.container.handler;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;

/** The action of a probe. */
public sealed interface ProbeHandler extends Describable<ProbeHandler>, Section
        permits ExecProbe, HttpGetProbe, TcpSocketProbe, GrpcProbe {}
