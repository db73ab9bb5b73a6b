package org.jenkinsci.plugins.kubernetes.auth.impl;

import io.fabric8.kubernetes.client.ConfigBuilder;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuth;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuthConfig;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuthException;

public class KubernetesAuthToken implements KubernetesAuth {
    private KubernetesAuthToken() {}

    @Override
    public native ConfigBuilder decorate(ConfigBuilder builder, KubernetesAuthConfig config)
            throws KubernetesAuthException;
}
