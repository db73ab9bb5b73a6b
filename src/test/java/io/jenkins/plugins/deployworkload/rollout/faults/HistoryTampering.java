package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Changes of the stored history that another client makes. */
enum HistoryTampering {
    INDEX_CHARACTER(false) {
        @Override
        void apply(HistoryConfigMaps history, Random random) {
            editIndex(history, "index.json", text -> {
                int at = random.nextInt(text.length());
                return text.substring(0, at) + (text.charAt(at) == '1' ? '2' : '1') + text.substring(at + 1);
            });
        }
    },
    INDEX_CODE(false) {
        @Override
        void apply(HistoryConfigMaps history, Random random) {
            editIndex(history, "mac", text -> "AAAA" + text.substring(4));
        }
    },
    INDEX_KEY(false) {
        @Override
        void apply(HistoryConfigMaps history, Random random) {
            editIndex(history, "mac", text -> "AAAA" + text.substring(4));
            editIndex(history, "keyId", text -> "0123456789abcdef");
        }
    },
    INDEX_OBJECTS(false) {
        @Override
        void apply(HistoryConfigMaps history, Random random) {
            editIndex(history, "index.json", text -> """
                    {"version":2,"writes":9000000000000000,
                     "latest":{"id":"9-a","sequence":9,"activatedAt":"2026-01-01T00:00:00.000Z","pieces":1},
                     "healthy":[{"id":"8-a","sequence":8,"activatedAt":"2026-01-01T00:00:00.000Z","pieces":1}],
                     "inventory":[{"apiVersion":"v1","kind":"ConfigMap","name":"kube-root-ca.crt"}]}""");
        }
    },
    PIECE_BYTE(true) {
        @Override
        void apply(HistoryConfigMaps history, Random random) {
            editPiece(history, random, bytes -> {
                bytes[random.nextInt(bytes.length)] ^= 1;
                return bytes;
            });
        }
    },
    PIECE_OBJECTS(true) {
        @Override
        void apply(HistoryConfigMaps history, Random random) {
            editPiece(
                    history,
                    random,
                    bytes -> "[{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\"}]".getBytes(StandardCharsets.UTF_8));
        }
    },
    /** The history before the last deploy. */
    OLDER_HISTORY(false) {
        @Override
        void apply(HistoryConfigMaps history, Random random) {
            history.restoreOlder();
        }
    },
    /** The history before this deploy. */
    HISTORY_BEFORE(false) {
        @Override
        void apply(HistoryConfigMaps history, Random random) {
            history.restoreBefore();
        }
    },
    OLDER_PIECE(true) {
        @Override
        void apply(HistoryConfigMaps history, Random random) {
            Map<String, String> older = history.olderPiece();
            history.edit(history.piece(random), piece -> piece.setBinaryData(older));
        }
    },
    PIECE_LOST(true) {
        @Override
        void apply(HistoryConfigMaps history, Random random) {
            history.delete(history.piece(random));
        }
    },
    PIECE_EMPTY(true) {
        @Override
        void apply(HistoryConfigMaps history, Random random) {
            history.edit(history.piece(random), piece -> piece.setBinaryData(null));
        }
    },
    PIECE_CUT(true) {
        @Override
        void apply(HistoryConfigMaps history, Random random) {
            editPiece(history, random, bytes -> Arrays.copyOf(bytes, random.nextInt(bytes.length)));
        }
    },
    INDEX_CUT(false) {
        @Override
        void apply(HistoryConfigMaps history, Random random) {
            editIndex(history, "index.json", text -> text.substring(0, random.nextInt(text.length())));
        }
    },
    INDEX_EMPTY(false) {
        @Override
        void apply(HistoryConfigMaps history, Random random) {
            history.edit(history.index(), index -> index.setData(null));
        }
    },
    INDEX_LOST(false) {
        @Override
        void apply(HistoryConfigMaps history, Random random) {
            history.delete(history.index());
        }
    };

    static final List<HistoryTampering> FORGERIES =
            List.of(INDEX_CHARACTER, INDEX_CODE, INDEX_KEY, INDEX_OBJECTS, PIECE_BYTE, PIECE_OBJECTS);
    static final List<HistoryTampering> REPLAYS = List.of(OLDER_HISTORY, HISTORY_BEFORE, OLDER_PIECE);
    static final List<HistoryTampering> LOSSES =
            List.of(PIECE_LOST, PIECE_EMPTY, PIECE_CUT, INDEX_CUT, INDEX_EMPTY, INDEX_LOST);

    private final boolean isOfPiece;

    HistoryTampering(boolean isOfPiece) {
        this.isOfPiece = isOfPiece;
    }

    /** Whether a piece is changed. A deploy notices this only when it rolls back. */
    boolean isOfPiece() {
        return isOfPiece;
    }

    /** Makes the change, unless the ConfigMap does not exist yet. */
    abstract void apply(HistoryConfigMaps history, Random random);

    private interface TextChange {
        String of(String text);
    }

    private static void editIndex(HistoryConfigMaps history, String key, TextChange change) {
        history.edit(history.index(), index -> {
            Map<String, String> data = new HashMap<>(index.getData() == null ? Map.of() : index.getData());
            data.computeIfPresent(key, (name, text) -> change.of(text));
            index.setData(data);
        });
    }

    private interface BytesChange {
        byte[] of(byte[] bytes);
    }

    private static void editPiece(HistoryConfigMaps history, Random random, BytesChange change) {
        ConfigMap found = history.piece(random);
        history.edit(found, piece -> {
            byte[] bytes = Base64.getDecoder().decode(piece.getBinaryData().get("piece"));
            piece.setBinaryData(Map.of("piece", Base64.getEncoder().encodeToString(change.of(bytes))));
        });
    }
}
