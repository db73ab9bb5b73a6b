package io.jenkins.plugins.checks.api;

public enum ChecksConclusion {
    CANCELED,
    TIME_OUT,
    FAILURE,
    NEUTRAL,
    SUCCESS
}
