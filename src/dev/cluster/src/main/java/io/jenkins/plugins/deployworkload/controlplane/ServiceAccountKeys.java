package io.jenkins.plugins.deployworkload.controlplane;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/** Creates the key pair that signs ServiceAccount tokens. */
final class ServiceAccountKeys {

    private ServiceAccountKeys() {}

    static void write(Path privateKey, Path publicKey) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            Folders.writePrivate(
                    privateKey,
                    ClientCertificate.pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
            Folders.writePrivate(
                    publicKey,
                    ClientCertificate.pem("PUBLIC KEY", keys.getPublic().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("elliptic curves are missing", e);
        }
    }
}
