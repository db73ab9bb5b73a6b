package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the validation of the step's options. */
class DeployWorkloadStepTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                              | workload: exactly one of",
                "{'file': 'a.yaml', 'workload': {}}              | file: exactly one of",
                "{'file': 'a.yaml', 'manifests': 'k8s/*.yaml', 'name': 'shop'} | manifests: exactly one of",
                "{'manifests': 'k8s/*.yaml'}                     | name: is required with \"manifests\"",
                "{'manifests': 'k8s/*.yaml', 'name': 'Shop'}     | name: invalid value \"Shop\"",
                "{'manifests': '../k8s/*.yaml', 'name': 'shop'}  | manifests: \"../k8s/*.yaml\" contains \"..\"",
                "{'file': 'a.yaml', 'name': 'shop'}              | name: can be used only with \"manifests\"",
                "{'revision': '12'}                              | name: is required with \"manifests\" and \"revision\"",
                "{'revision': 'new', 'name': 'shop'}             | revision: \"new\" is not a revision",
                "{'revision': '1', 'name': 'shop', 'file': 'a.yaml'} | revision: exactly one of",
                "{'revision': '1', 'name': 'shop', 'images': [{'container': 'c', 'image': 'web:1'}]} | images: cannot be used with",
                "{'revision': '1', 'name': 'shop', 'removeOnDelete': true} | removeOnDelete: cannot be used with",
                "{'revision': '1', 'name': 'shop', 'patches': [{'target': {'kind': 'Pod'}, 'merge': {}}]} | patches: can be used only with",
                "{'file': 'a.yaml', 'patches': [{'target': {'kind': 'Pod'}, 'merge': {}}]} | patches: can be used only with",
                "{'file': 'a.yaml', 'images': [{'name': 'web', 'image': 'web:1'}]} | images[0].name: can be used only with",
                "{'file': 'a.yaml', 'images': [{'image': 'web:1'}]} | images[0].container: is required",
                "{'manifests': 'a', 'name': 'shop', 'images': [{'workload': 'w', 'container': 'c', 'image': 'web:1'}]} | images[0].workload: cannot",
                "{'manifests': 'a', 'name': 'shop', 'images': [{'name': 'w', 'container': 'c', 'image': 'web:1'}]} | images[0].name: cannot",
                "{'file': 'a.yaml', 'wait': false, 'onFailure': 'rollback'} | onFailure: cannot be combined with",
                "{'file': 'a.yaml', 'wait': false, 'prune': true} | prune: cannot be combined with",
                "{'file': 'a.yaml', 'pruneKinds': ['Namespace']} | pruneKinds: can be used only with \"prune: true\" or",
                "{'file': 'a.yaml', 'prune': true, 'pruneKinds': ['Pod']} | pruneKinds[0]: ",
                "{'file': 'a.yaml', 'pruneMoreThanHalf': true}   | pruneMoreThanHalf: can be used only with",
                "{'file': 'a.yaml', 'wait': 'maybe'}             | wait: ",
                "{'file': 'a.yaml', 'timeout': '5'}              | timeout: ",
                "{'file': 'a.yaml', 'onFailure': 'undo'}         | onFailure: ",
                "{'file': 'a.yaml', 'namespace': 'Shop'}         | namespace: ",
                "{'file': 'a.yaml', 'buildResult': 'green'}      | buildResult: ",
                "{'file': 'a.yaml', 'failFast': 'never'}         | failFast: ",
                "{'file': 'a.yaml', 'patience': {'CrashLoop': '5'}} | patience.CrashLoop: ",
                "{'file': 'a.yaml', 'patience': {'CrashLop': '5m'}} | did you mean CrashLoop?",
                "{'file': 'a.yaml', 'patience': {'Weather': '5m'}}  | \"Weather\" is no reason of a failed deploy",
                "{'file': '../a.yaml'}                           | file: \"../a.yaml\" contains \"..\"",
                "{'file': 'a.yaml, deploy/../../b.yaml'}         | the files must be in the workspace",
                "{'file': 'a.yaml', 'prunes': true}              | did you mean prune?",
                "{'workload': {}, 'allowedNames': ['web']}       | allowedNames: can be used only with \"file\"",
                "{'workload': {}, 'allowedImages': ['r.example']} | allowedImages: can be used only with \"file\"",
                "{'file': 'a.yaml', 'allowedNames': []}          | allowedNames: the list is empty, so nothing is allowed",
                "{'file': 'a.yaml', 'allowedImages': []}         | allowedImages: the list is empty, so nothing is allowed",
                "{'file': 'a.yaml', 'allowedNames': ['Web']}     | allowedNames[0]: \"Web\" is not a name pattern",
                "{'file': 'a.yaml', 'allowedImages': ['r.example/*', 'nginx']} | allowedImages[1]: \"nginx\" is not an image",
            })
    void refusesInvalidOptionWithItsName(String arguments, String message) {
        assertThatThrownBy(() -> bind(arguments))
                .isInstanceOf(InvalidDescriptionException.class)
                .hasMessageContaining(message);
    }

    @Test
    void allowsKeepWithoutWaiting() {
        assertThatCode(() -> bind("{'file': 'a.yaml', 'wait': false, 'onFailure': 'keep', 'prune': false}"))
                .doesNotThrowAnyException();
    }

    @Test
    void readsFailFastAndPatience() throws Exception {
        RolloutOptions options =
                bind("{'file': 'a.yaml', 'failFast': 'strict', 'patience': {'CrashLoop': '5m', 'Crash': '0s'}}")
                        .request()
                        .options();
        assertThat(options.failFast()).isEqualTo(RolloutOptions.FailFast.STRICT);
        assertThat(options.patience()).isEqualTo(Map.of("CrashLoop", Duration.ofMinutes(5), "Crash", Duration.ZERO));
        RolloutOptions defaults = bind("{'file': 'a.yaml'}").request().options();
        assertThat(defaults.failFast()).isEqualTo(RolloutOptions.FailFast.NORMAL);
        assertThat(defaults.patience()).isEmpty();
    }

    @Test
    void ignoresNodesThatAreNotReadyByDefault() throws Exception {
        assertThat(bind("{'file': 'a.yaml'}").request().options().ignoreNotReadyNodes())
                .isTrue();
        assertThat(bind("{'file': 'a.yaml', 'ignoreNotReadyNodes': false}")
                        .request()
                        .options()
                        .ignoreNotReadyNodes())
                .isFalse();
    }

    @Test
    void waitsForAddressesAndClaimsAndCreatesNoNamespaceByDefault() throws Exception {
        RolloutOptions defaults = bind("{'file': 'a.yaml'}").request().options();
        assertThat(defaults.ignoreAddresses()).isFalse();
        assertThat(defaults.ignoreClaims()).isFalse();
        assertThat(defaults.createNamespace()).isFalse();
        RolloutOptions options = bind("{'file': 'a.yaml', 'waitForAddresses': false, 'waitForClaims': false,"
                        + " 'createNamespace': true}")
                .request()
                .options();
        assertThat(options.ignoreAddresses()).isTrue();
        assertThat(options.ignoreClaims()).isTrue();
        assertThat(options.createNamespace()).isTrue();
    }

    @Test
    void publishesChecksByDefault() throws Exception {
        assertThat(bind("{'file': 'a.yaml'}").request().skipPublishingChecks()).isFalse();
        assertThat(bind("{'file': 'a.yaml', 'skipPublishingChecks': true}")
                        .request()
                        .skipPublishingChecks())
                .isTrue();
    }

    private static DeployWorkloadStep bind(String arguments) throws Exception {
        String json = "{'cluster': 'prod', " + arguments.substring(1);
        return Binder.bind(
                new ObjectMapper().readTree(json.replace("'prod', }", "'prod'}").replace('\'', '"')),
                DeployWorkloadStep.class);
    }
}
