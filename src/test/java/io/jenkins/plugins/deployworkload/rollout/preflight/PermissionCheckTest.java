package io.jenkins.plugins.deployworkload.rollout.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests whether the rules in a SelfSubjectRulesReview allow a request. */
class PermissionCheckTest {

    private static JsonNode rules() throws Exception {
        return Json.MAPPER.readTree("""
                [{"verbs": ["get", "create"], "apiGroups": ["apps"], "resources": ["deployments"]},
                 {"verbs": ["patch"], "apiGroups": ["apps"], "resources": ["deployments"], "resourceNames": ["web"]},
                 {"verbs": ["*"], "apiGroups": [""], "resources": ["services/status"]},
                 {"verbs": ["*"], "apiGroups": ["*"], "resources": ["jobs"]},
                 {"verbs": ["patch"], "apiGroups": ["policy"], "resources": ["*"]}]
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "create, apps, deployments, web, true",
        "create, apps, statefulsets, web, false",
        "create, '', deployments, web, false",
        "patch, apps, deployments, web, true",
        "patch, apps, deployments, other, false",
        "patch, '', services, web, false",
        "create, batch, jobs, web, true",
        "patch, policy, poddisruptionbudgets, web, true",
        "create, policy, poddisruptionbudgets, web, false"
    })
    void matchesVerbGroupResourceAndName(String verb, String group, String resource, String name, boolean allowed)
            throws Exception {
        assertThat(PermissionCheck.isAllowed(rules(), verb, group, resource, name))
                .isEqualTo(allowed);
    }
}
