package org.jenkinsci.plugins.kubernetes.credentials;

public interface TokenProducer {}
