package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.ExecAction;
import io.fabric8.kubernetes.api.model.ExecActionBuilder;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPGetActionBuilder;
import io.fabric8.kubernetes.api.model.HTTPHeader;
import io.fabric8.kubernetes.api.model.HTTPHeaderBuilder;
import io.jenkins.plugins.deployworkload.manifest.value.EnumNames;
import io.jenkins.plugins.deployworkload.manifest.value.Numbers;
import io.jenkins.plugins.deployworkload.workload.container.handler.Exec;
import io.jenkins.plugins.deployworkload.workload.container.handler.HttpGet;
import io.jenkins.plugins.deployworkload.workload.container.handler.HttpHeader;

/** Renders the actions of probes and lifecycle hooks. */
final class ActionRenderer {

    private ActionRenderer() {}

    static ExecAction exec(Exec exec) {
        return new ExecActionBuilder().withCommand(exec.getCommand()).build();
    }

    static HTTPGetAction httpGet(HttpGet http) {
        return new HTTPGetActionBuilder()
                .withPath(http.getPath())
                .withPort(Numbers.intOrString(http.getPort()))
                .withHost(http.getHost())
                .withScheme(EnumNames.of(http.getScheme()))
                .withHttpHeaders(http.getHttpHeaders().stream()
                        .map(ActionRenderer::header)
                        .toList())
                .build();
    }

    private static HTTPHeader header(HttpHeader header) {
        return new HTTPHeaderBuilder()
                .withName(header.getName())
                // The API requires a header value.
                .withValue(header.getValue() == null ? "" : header.getValue())
                .build();
    }
}
