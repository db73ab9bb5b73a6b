package io.jenkins.plugins.deployworkload.workload.container.handler;

import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** The properties of a probe or hook that sends an HTTP GET request to the container. */
public abstract class HttpGet implements Section {

    private String path;

    @Text(TextRule.PORT)
    private final String port;

    private String host;

    private HttpScheme scheme;

    private List<HttpHeader> httpHeaders;

    HttpGet(String port) {
        this.port = port;
    }

    public String getPath() {
        return path;
    }

    @DataBoundSetter
    public void setPath(String path) {
        this.path = path;
    }

    public String getPort() {
        return port;
    }

    public String getHost() {
        return host;
    }

    @DataBoundSetter
    public void setHost(String host) {
        this.host = host;
    }

    public HttpScheme getScheme() {
        return scheme;
    }

    @DataBoundSetter
    public void setScheme(HttpScheme scheme) {
        this.scheme = scheme;
    }

    public List<HttpHeader> getHttpHeaders() {
        return httpHeaders == null ? List.of() : httpHeaders;
    }

    @DataBoundSetter
    public void setHttpHeaders(List<HttpHeader> httpHeaders) {
        this.httpHeaders = new ArrayList<>(httpHeaders);
    }
}
