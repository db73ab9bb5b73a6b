package io.jenkins.plugins.deployworkload.rollout.revision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Owner;
import io.jenkins.plugins.deployworkload.testing.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Reads and writes the stored indexes in {@code formats/}. These files never change. */
class IndexFormatTest {

    private static final Owner OWNER =
            new Owner("0123456789abcdef", "01234567-89ab-cdef-0123-456789abcdef", "shop/web");

    private static RevisionHistory history(Owner owner, String activatedBy) {
        return new RevisionHistory(
                RevisionHistory.VERSION,
                1764312345678L,
                revision(
                        activatedBy,
                        Map.of("Deployment web", "code-1", "Secret web", "code-2"),
                        Set.of("Deployment web")),
                List.of(revision(activatedBy, Map.of(), Set.of())),
                null,
                List.of(new ObjectRef("apps/v1", "Deployment", "shop", "web")),
                Map.of("Service web", "7"),
                null,
                owner,
                null);
    }

    private static RevisionHistory.Revision revision(
            String activatedBy, Map<String, String> objects, Set<String> fixedReplicas) {
        return new RevisionHistory.Revision(
                "3-0123456789abcdef",
                4,
                Instant.parse("2026-01-02T03:04:05.678Z"),
                activatedBy,
                1,
                Set.of("Secret web"),
                objects,
                fixedReplicas,
                null);
    }

    private static byte[] stored(String name) throws IOException {
        return Files.readAllBytes(ProjectRoot.path()
                .resolve("src/test/resources/io/jenkins/plugins/deployworkload/formats")
                .resolve(name));
    }

    private static JsonNode written(RevisionHistory history) throws IOException {
        return Json.MAPPER.readTree(RevisionStore.toJson(history));
    }

    /** Version 2 had neither an owner nor builds at first. */
    @Test
    void readsAndWritesIndexWithoutOwner() throws IOException {
        byte[] stored = stored("index-2.json");
        assertThat(RevisionStore.parse(stored)).isEqualTo(history(null, null));
        assertThat(written(history(null, null))).isEqualTo(Json.MAPPER.readTree(stored));
    }

    @Test
    void readsAndWritesIndexWithOwner() throws IOException {
        byte[] stored = stored("index-2-owner.json");
        assertThat(RevisionStore.parse(stored)).isEqualTo(history(OWNER, "shop/web #17"));
        assertThat(written(history(OWNER, "shop/web #17"))).isEqualTo(Json.MAPPER.readTree(stored));
    }

    /** After a rollback, the revision was deployed by another build than the one that has activated it. */
    @Test
    void readsAndWritesIndexAfterRollback() throws IOException {
        byte[] stored = stored("index-2-rollback.json");
        RevisionHistory history = RevisionStore.parse(stored);

        assertThat(history.latest().activatedBy()).isEqualTo("shop/web #18");
        assertThat(history.latest().deployingBuild()).isEqualTo("shop/web #17");
        assertThat(written(history)).isEqualTo(Json.MAPPER.readTree(stored));
    }

    /** The runner has no build. The build whose rollback activates its revision has not deployed it. */
    @Test
    void revisionOfNoBuildKeepsNoBuildAfterRollback() throws IOException {
        RevisionHistory.Revision runner =
                RevisionStore.parse(stored("index-2.json")).latest().activated(2, Instant.EPOCH, "shop/web #7");

        assertThat(runner.withDeployedBy(null).deployingBuild()).isEqualTo("shop/web #7");
        assertThat(runner.withDeployedBy("").deployingBuild()).isNull();
    }
}
