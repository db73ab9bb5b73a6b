package org.jenkinsci.plugins.kubernetes.auth.impl;

import hudson.util.Secret;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.security.KeyStore;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuth;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuthConfig;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuthException;

public class KubernetesAuthKeystore implements KubernetesAuth {
    private KubernetesAuthKeystore() {}

    @Override
    public native ConfigBuilder decorate(ConfigBuilder builder, KubernetesAuthConfig config)
            throws KubernetesAuthException;

    public native KeyStore getKeyStore();

    public native Secret getPassPhraseSecret();
}
