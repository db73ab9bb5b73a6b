package io.jenkins.plugins.deployworkload.controlplane;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Users of a control plane: several users with a token each, and one user with a client certificate. */
final class Users {

    /** The user with all permissions, a member of {@code system:masters}. */
    static final String ADMIN = "admin";

    /** Users with a token and without permissions until RBAC objects grant them. */
    private static final List<String> UNPRIVILEGED = List.of("nobody", "viewer", "deployer");

    /** The user with the client certificate, without permissions until RBAC objects grant them. */
    static final String CERTIFICATE = "certificate";

    private final Map<String, String> tokens;
    private final ClientCertificate certificate;

    /** Users of a control plane that another process started. */
    Users(Map<String, String> tokens, ClientCertificate certificate) {
        this.tokens = new LinkedHashMap<>(tokens);
        this.certificate = certificate;
    }

    Users() {
        this(Map.of(), ClientCertificate.of(CERTIFICATE));
        SecureRandom random = new SecureRandom();
        tokens.put(ADMIN, token(random));
        UNPRIVILEGED.forEach(user -> tokens.put(user, token(random)));
    }

    private static String token(SecureRandom random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    String token(String user) {
        String token = tokens.get(user);
        if (token == null) {
            throw new IllegalArgumentException(
                    "unknown user \"" + user + "\"; users: " + String.join(", ", tokens.keySet()));
        }
        return token;
    }

    ClientCertificate certificate() {
        return certificate;
    }

    Map<String, String> tokens() {
        return Collections.unmodifiableMap(tokens);
    }

    /** Content of the API server's token file. Each line has a token, user name, user ID and groups. */
    String toCsv() {
        return tokens.entrySet().stream()
                .map(entry -> "%s,%s,%s%s%n"
                        .formatted(
                                entry.getValue(),
                                entry.getKey(),
                                entry.getKey(),
                                entry.getKey().equals(ADMIN) ? ",\"system:masters\"" : ""))
                .collect(Collectors.joining());
    }
}
