package com.cloudbees.plugins.credentials;

public enum CredentialsScope {
    SYSTEM {
        @Override
        public String getDisplayName() {
            return name();
        }
    },
    GLOBAL {
        @Override
        public String getDisplayName() {
            return name();
        }
    },
    USER {
        @Override
        public String getDisplayName() {
            return name();
        }
    };

    public abstract String getDisplayName();
}
