package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a job can ask for, and what not at once. */
class DeployWorkloadStepTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                              | workload: exactly one is needed",
                "{'file': 'a.yaml', 'workload': {}}              | file: exactly one is needed",
                "{'file': 'a.yaml', 'wait': false, 'onFailure': 'rollback'} | onFailure: cannot be asked for without waiting",
                "{'file': 'a.yaml', 'wait': false, 'prune': true} | prune: cannot be asked for without waiting",
                "{'file': 'a.yaml', 'wait': 'maybe'}             | wait: ",
                "{'file': 'a.yaml', 'timeout': '5'}              | timeout: ",
                "{'file': 'a.yaml', 'onFailure': 'undo'}         | onFailure: ",
                "{'file': 'a.yaml', 'namespace': 'Shop'}         | namespace: ",
                "{'file': 'a.yaml', 'buildResult': 'green'}      | buildResult: ",
                "{'file': '../a.yaml'}                           | file: \"../a.yaml\" leaves the workspace",
                "{'file': 'a.yaml, deploy/../../b.yaml'}         | leaves the workspace",
                "{'file': 'a.yaml', 'prunes': true}              | did you mean prune?",
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

    private static DeployWorkloadStep bind(String arguments) throws Exception {
        String json = "{'cluster': 'prod', " + arguments.substring(1);
        return Binder.bind(
                new ObjectMapper().readTree(json.replace("'prod', }", "'prod'}").replace('\'', '"')),
                DeployWorkloadStep.class);
    }
}
