package io.jenkins.plugins.deployworkload.execution;

import hudson.util.Secret;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.locks.ReentrantLock;
import jenkins.security.ConfidentialKey;

/**
 * The revision key of this controller: the one of the global configuration, or else one that the controller generates
 * once and keeps with its other secrets.
 */
final class ControllerRevisionKey extends ConfidentialKey implements RevisionKey {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** The calls of rollouts may run on virtual threads, which must not block in a synchronized method. */
    private final ReentrantLock lock = new ReentrantLock();

    private byte[] generated;

    ControllerRevisionKey() {
        // Jenkins stores the key in a file of this name.
        super(ControllerRevisionKey.class.getName());
    }

    @Override
    public byte[] bytes() {
        Secret configured = ClusterConfiguration.get().getRevisionKey();
        return configured == null
                ? generated()
                : configured.getPlainText().strip().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] generated() {
        lock.lock();
        try {
            if (generated == null) {
                generated = load();
            }
            if (generated == null || generated.length < MIN_BYTES) {
                byte[] created = new byte[MIN_BYTES];
                RANDOM.nextBytes(created);
                store(created);
                generated = created;
            }
            return generated.clone();
        } catch (IOException e) {
            throw new IllegalStateException(Messages.ControllerRevisionKey_unavailable(e.getMessage()), e);
        } finally {
            lock.unlock();
        }
    }
}
