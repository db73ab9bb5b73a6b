package io.jenkins.plugins.deployworkload.rollout.revision;

import java.util.Base64;
import java.util.Map;
import java.util.function.BiConsumer;

/** Changes by an attacker of the ConfigMaps that hold the objects of the last healthy revision. */
enum PieceAttack {
    DELETED(Attacker::delete),
    EMPTIED((attacker, piece) -> attacker.edit(piece, configMap -> configMap.setBinaryData(null))),
    CHANGED((attacker, piece) -> attacker.edit(piece, configMap -> {
        byte[] bytes = Base64.getDecoder().decode(configMap.getBinaryData().get("piece"));
        bytes[bytes.length / 2] ^= 1;
        configMap.setBinaryData(Map.of("piece", Base64.getEncoder().encodeToString(bytes)));
    })),
    OTHER_APPLICATION((attacker, piece) -> {
        Map<String, String> other =
                attacker.read(attacker.pieceOfHealthy("other")).getBinaryData();
        attacker.edit(piece, configMap -> configMap.setBinaryData(other));
    }),
    OLDER_REVISION((attacker, piece) -> {
        Map<String, String> older = attacker.read(attacker.pieceOf("web", 1)).getBinaryData();
        attacker.edit(piece, configMap -> configMap.setBinaryData(older));
    }),
    PLAIN((attacker, piece) -> attacker.setPiece(piece, Attacker.gzip(attacker.objects()))),
    BOMB((attacker, piece) -> attacker.setPiece(piece, Attacker.gzip("[".repeat(64 * 1024 * 1024)))),
    HUGE((attacker, piece) -> attacker.setPiece(piece, new byte[750 * 1024])),
    TINY((attacker, piece) -> attacker.setPiece(piece, new byte[1]));

    private final BiConsumer<Attacker, String> attack;

    /** @param attack receives the name of the ConfigMap with the first piece */
    PieceAttack(BiConsumer<Attacker, String> attack) {
        this.attack = attack;
    }

    void run(Attacker attacker, String piece) {
        attack.accept(attacker, piece);
    }
}
