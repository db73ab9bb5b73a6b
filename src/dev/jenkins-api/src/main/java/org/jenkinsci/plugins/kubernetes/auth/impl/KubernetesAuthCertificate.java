package org.jenkinsci.plugins.kubernetes.auth.impl;

import hudson.util.Secret;
import io.fabric8.kubernetes.client.ConfigBuilder;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuth;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuthConfig;

public class KubernetesAuthCertificate implements KubernetesAuth {
    private KubernetesAuthCertificate() {}

    @Override
    public native ConfigBuilder decorate(ConfigBuilder builder, KubernetesAuthConfig config);

    public native String getCertificate();

    public native Secret getKeySecret();
}
