package org.jenkinsci.plugins.kubernetes.auth.impl;

import io.fabric8.kubernetes.client.ConfigBuilder;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuth;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuthConfig;

public class KubernetesAuthKubeconfig implements KubernetesAuth {
    private KubernetesAuthKubeconfig() {}

    @Override
    public native ConfigBuilder decorate(ConfigBuilder builder, KubernetesAuthConfig config);

    public native String getKubeconfig();
}
