package io.jenkins.plugins.deployworkload.rollout.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionSealerTest {

    private static final RevisionSealer.Context CONTEXT = new RevisionSealer.Context("uid", "7-abc", 7);

    private final RevisionSealer sealer = sealer('k', "web");

    private static RevisionSealer sealer(char key, String application) {
        byte[] bytes = String.valueOf(key).repeat(32).getBytes(StandardCharsets.UTF_8);
        return new RevisionSealer(new RevisionKeys(bytes, "shop", application));
    }

    private static List<JsonNode> objects(String text) {
        return List.of(Json.MAPPER.createObjectNode().put("kind", "ConfigMap").put("text", text));
    }

    /** A text that cannot be compressed. */
    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new Random(1).nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void opensSealedObjects() throws Exception {
        List<byte[]> pieces = sealer.seal(CONTEXT, objects("한글"));
        assertThat(pieces).hasSize(1);
        assertThat(new String(pieces.getFirst(), StandardCharsets.ISO_8859_1)).doesNotContain("ConfigMap");
        assertThat(sealer.open(CONTEXT, pieces)).isEqualTo(objects("한글"));
    }

    @Test
    void sealsEqualObjectsDifferently() throws Exception {
        assertThat(sealer.seal(CONTEXT, objects("a")).getFirst())
                .isNotEqualTo(sealer.seal(CONTEXT, objects("a")).getFirst());
    }

    @Test
    void dividesLargeObjects() throws Exception {
        List<JsonNode> large = objects(random(2_000_000));
        List<byte[]> pieces = sealer.seal(CONTEXT, large);
        assertThat(pieces).hasSize(3).allSatisfy(piece -> assertThat(piece).hasSizeLessThanOrEqualTo(700 * 1024));
        assertThat(sealer.open(CONTEXT, pieces)).isEqualTo(large);
    }

    @Test
    void refusesChangedOrderAndNumberOfPieces() throws Exception {
        List<byte[]> pieces = sealer.seal(CONTEXT, objects(random(2_000_000)));
        List<byte[]> swapped = new ArrayList<>(pieces);
        Collections.swap(swapped, 0, 1);
        List<byte[]> joined = List.of(pieces.get(0), pieces.get(1), new byte[0], pieces.get(2));
        for (List<byte[]> changed : List.of(swapped, joined, pieces.subList(0, 2), List.<byte[]>of())) {
            assertThatThrownBy(() -> sealer.open(CONTEXT, changed)).isInstanceOf(GeneralSecurityException.class);
        }
    }

    @Test
    void refusesEachChangedByte() throws Exception {
        byte[] piece = sealer.seal(CONTEXT, objects("a")).getFirst();
        for (int i = 0; i < piece.length; i++) {
            byte[] changed = piece.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> sealer.open(CONTEXT, List.of(changed)))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }

    @Test
    void refusesOtherContextKeyAndApplication() throws Exception {
        List<byte[]> pieces = sealer.seal(CONTEXT, objects("a"));
        for (RevisionSealer.Context other : List.of(
                new RevisionSealer.Context("other", "7-abc", 7),
                new RevisionSealer.Context("uid", "7-abd", 7),
                new RevisionSealer.Context("uid", "7-abc", 8))) {
            assertThatThrownBy(() -> sealer.open(other, pieces)).isInstanceOf(GeneralSecurityException.class);
        }
        for (RevisionSealer other : List.of(sealer('l', "web"), sealer('k', "other"))) {
            assertThatThrownBy(() -> other.open(CONTEXT, pieces)).isInstanceOf(GeneralSecurityException.class);
        }
    }

    @Test
    void refusesToSealTooLargeObjects() {
        assertThatThrownBy(() -> sealer.seal(CONTEXT, objects(random(11_500_000))))
                .isInstanceOf(RevisionSealer.TooLargeException.class);
        assertThatThrownBy(() -> sealer.seal(CONTEXT, objects("a".repeat(RevisionSealer.MAX_JSON))))
                .isInstanceOf(RevisionSealer.TooLargeException.class);
    }

    @Test
    void refusesToSealTooDeepObjects() {
        JsonNode deep = Json.MAPPER.createObjectNode();
        for (int i = 0; i < RevisionSealer.MAX_DEPTH; i++) {
            deep = Json.MAPPER.createObjectNode().set("x", deep);
        }
        List<JsonNode> objects = List.of(deep);
        assertThatThrownBy(() -> sealer.seal(CONTEXT, objects)).isInstanceOf(RevisionSealer.TooLargeException.class);
    }

    /** Only a process with the key can seal such content. */
    @Test
    void refusesToOpenBomb() throws Exception {
        for (byte[] bomb : List.of(
                json("[\"" + "a".repeat(64 * 1024 * 1024) + "\"]"),
                json("[".repeat(1000) + "]".repeat(1000)),
                json("[" + "0,".repeat(RevisionSealer.MAX_TOKENS) + "0]"))) {
            List<byte[]> pieces = sealer.seal(CONTEXT, bomb);
            assertThatThrownBy(() -> sealer.open(CONTEXT, pieces)).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "null", "1"})
    void refusesToOpenAnythingButList(String json) throws Exception {
        List<byte[]> pieces = sealer.seal(CONTEXT, json(json));
        assertThatThrownBy(() -> sealer.open(CONTEXT, pieces)).isInstanceOf(IOException.class);
    }

    @Test
    void refusesShortKey() {
        assertThatThrownBy(() -> new RevisionKeys(new byte[31], "shop", "web"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The revision key must have at least 32 bytes.");
    }

    @Test
    void codesDifferByPurposeAndName() {
        RevisionKeys keys = new RevisionKeys(new byte[32], "shop", "web");
        RevisionKeys other = new RevisionKeys(new byte[32], "shop", "api");
        byte[] data = json("{}");
        assertThat(keys.id())
                .hasSize(16)
                .isEqualTo(other.id())
                .isNotEqualTo(new RevisionKeys("k".repeat(32).getBytes(StandardCharsets.UTF_8), "shop", "web").id());
        assertThat(keys.indexMac("uid", 2, data))
                .isNotEqualTo(keys.indexMac("other", 2, data))
                .isNotEqualTo(keys.indexMac("uid", 3, data))
                .isNotEqualTo(other.indexMac("uid", 2, data));
        assertThat(keys.objectMac(data))
                .isEqualTo(keys.objectMac(data.clone()))
                .isNotEqualTo(other.objectMac(data))
                .isNotEqualTo(new RevisionKeys(new byte[32], "other", "web").objectMac(data));
        assertThat(keys.stampMac("uid", 1))
                .isNotEqualTo(keys.stampMac("uid", 11))
                .isNotEqualTo(keys.stampMac("uid1", 1))
                .isNotEqualTo(other.stampMac("uid", 1));
    }
}
