package io.jenkins.plugins.deployworkload.rollout.revision;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Changes of the index by an attacker, each with the sentence that the next deploy reports. */
enum IndexAttack {
    OLD_FORMAT(
            "ConfigMap deploy-workload-web was written by an earlier version of this plugin, which did not protect it"
                    + " against changes. After the next healthy deploy, rollback is possible again.",
            (attacker, snapshot) ->
                    attacker.setIndex(Map.of("record.json", """
                    {"version":1,"latest":{"id":"b","activatedAt":"2026-01-01T00:00:00.000Z","objects":[]},
                     "healthy":{"id":"a","activatedAt":"2026-01-01T00:00:00.000Z","objects":%s},
                     "inventory":%s,"resourceVersions":{}}""".formatted(attacker.objects(), attacker.inventory())))),
    OTHER_KEY(
            "ConfigMap deploy-workload-web was written with another revision key. Configure the same key wherever this"
                    + " workload is deployed from.",
            (attacker, snapshot) -> attacker.setIndex(Map.of(
                    "index.json", forgedIndex(attacker), "mac", "AAAA", "keyId", "0123456789abcdef", "version", "2"))),
    OTHER_VERSION(
            "ConfigMap deploy-workload-web was written by another version of this plugin. Use the same version wherever"
                    + " this workload is deployed from.",
            (attacker, snapshot) ->
                    attacker.setIndex(Map.of("index.json", forgedIndex(attacker), "mac", "AAAA", "version", "3"))),
    WITHOUT_CODE(
            Sentences.CHANGED, (attacker, snapshot) -> attacker.setIndex(Map.of("index.json", forgedIndex(attacker)))),
    FOREIGN_INVENTORY(
            Sentences.CHANGED,
            (attacker, snapshot) -> attacker.edit(
                    Attacker.INDEX,
                    index -> index.getData()
                            .compute(
                                    "index.json",
                                    (key, json) -> json.replaceFirst(
                                            "\"inventory\" : \\[",
                                            "\"inventory\" : "
                                                    + attacker.inventory().replace("]", ","))))),
    FOREIGN_REVISION(
            Sentences.CHANGED,
            (attacker, snapshot) -> attacker.edit(
                    Attacker.INDEX,
                    index -> index.getData()
                            .compute("index.json", (key, json) -> json.replace("\"pieces\" : 1", "\"pieces\" : 2")))),
    OTHER_APPLICATION(
            Sentences.CHANGED,
            (attacker, snapshot) ->
                    attacker.setIndex(attacker.read("deploy-workload-other").getData())),
    CREATED_AGAIN(Sentences.CHANGED, (attacker, snapshot) -> {
        ConfigMap index = attacker.read(Attacker.INDEX);
        attacker.delete(Attacker.INDEX);
        attacker.create(index);
    }),
    HUGE(
            Sentences.CHANGED,
            (attacker, snapshot) -> attacker.setIndex(
                    Map.of("index.json", "{\"" + "a".repeat(900_000) + "\":1}", "mac", "A".repeat(1000)))),
    DEEP(
            Sentences.CHANGED,
            (attacker, snapshot) -> attacker.setIndex(Map.of("index.json", "[".repeat(900_000), "mac", "AAAA"))),
    BOMB(
            Sentences.CHANGED,
            (attacker, snapshot) -> attacker.edit(Attacker.INDEX, index -> {
                index.setData(Map.of());
                index.setBinaryData(Map.of(
                        "index.json.gz",
                        Base64.getEncoder().encodeToString(Attacker.gzip("[".repeat(64 * 1024 * 1024)))));
            })),
    REPLAY(
            "ConfigMap deploy-workload-web was reset to an older state, for example from a backup. Check who may write"
                    + " ConfigMaps in this namespace.",
            Attacker::restore),
    EMPTIED(Sentences.DELETED, (attacker, snapshot) -> attacker.setIndex(null)),
    DELETED(Sentences.DELETED, (attacker, snapshot) -> attacker.delete(Attacker.INDEX));

    /** The constants of the enum cannot refer to its own static fields. */
    private static final class Sentences {
        static final String DELETED =
                "ConfigMap deploy-workload-web or its content was deleted, although this workload was deployed before. If"
                        + " you have not deleted it, check who may write ConfigMaps in this namespace.";
        static final String CHANGED =
                "ConfigMap deploy-workload-web was changed by another client, or copied from another namespace or"
                        + " cluster. Check who may write ConfigMaps in this namespace.";
    }

    final String sentence;
    private final BiConsumer<Attacker, List<ConfigMap>> attack;

    /** @param attack receives the ConfigMaps of the revision history before the last deploy */
    IndexAttack(String sentence, BiConsumer<Attacker, List<ConfigMap>> attack) {
        this.sentence = sentence;
        this.attack = attack;
    }

    void run(Attacker attacker, List<ConfigMap> snapshot) {
        attack.accept(attacker, snapshot);
    }

    private static String forgedIndex(Attacker attacker) {
        return """
                {"version":2,"writes":9000000000000000,
                 "latest":{"id":"9-evil","sequence":9,"activatedAt":"2026-01-01T00:00:00.000Z","pieces":1},
                 "healthy":[{"id":"8-evil","sequence":8,"activatedAt":"2026-01-01T00:00:00.000Z","pieces":1}],
                 "inventory":%s}""".formatted(attacker.inventory());
    }
}
