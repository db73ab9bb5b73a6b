package io.jenkins.plugins.deployworkload.execution;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.util.Secret;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The revision key of a controller, in a real Jenkins. */
@WithJenkins
class ControllerRevisionKeyITest {

    @Test
    void generatesKeyOnceAndKeepsIt(JenkinsRule jenkins) {
        byte[] key = new ControllerRevisionKey().bytes();

        assertThat(key).hasSize(32).isNotEqualTo(new byte[32]);
        // Another instance reads the key again, as the controller does after a restart.
        assertThat(new ControllerRevisionKey().bytes()).isEqualTo(key);
    }

    @Test
    void usesConfiguredKeyAtOnce(JenkinsRule jenkins) {
        ControllerRevisionKey key = new ControllerRevisionKey();
        byte[] generated = key.bytes();
        String text = "a revision key for tests, 32 bytes or more";

        ClusterConfiguration.get().setRevisionKey(Secret.fromString(text + "\n"));
        assertThat(key.bytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));

        ClusterConfiguration.get().setRevisionKey(null);
        assertThat(key.bytes()).isEqualTo(generated);
    }
}
