package io.jenkins.plugins.deployworkload.client.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jvnet.localizer.Localizable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a kubeconfig from an untrusted source. The reader refuses entries that run a program, read a local file or
 * disable the verification of the server's certificate. The reader reads only the cluster and the user to which the
 * selected context refers.
 */
public final class KubeconfigReader {

    /** Limit in characters. A kubeconfig has a few kilobytes for each cluster. */
    static final int MAX_CHARACTERS = 1 << 20;

    private final List<Localizable> problems = new ArrayList<>();
    private final Map<?, ?> root;

    private KubeconfigReader(Map<?, ?> root) {
        this.root = root;
    }

    /** Reads the cluster and the user of the context that {@code current-context} names. */
    public static ConnectionConfig read(String yaml) throws KubeconfigException {
        return read(yaml, null);
    }

    /**
     * @param yaml the text of the kubeconfig
     * @param context the name of a context; {@code null} for {@code current-context}
     * @throws KubeconfigException if the kubeconfig cannot be used; the exception lists all problems
     */
    public static ConnectionConfig read(String yaml, String context) throws KubeconfigException {
        return new KubeconfigReader(parse(yaml)).resolve(context);
    }

    private static Map<?, ?> parse(String yaml) throws KubeconfigException {
        if (yaml.length() > MAX_CHARACTERS) {
            throw new KubeconfigException(Messages._KubeconfigReader_tooLarge(MAX_CHARACTERS / 1024));
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel("kubeconfig")
                .setCodePointLimit(MAX_CHARACTERS)
                .setMaxAliasesForCollections(10)
                .setAllowDuplicateKeys(false)
                .build();
        try {
            if (new Load(settings).loadFromString(yaml) instanceof Map<?, ?> map) {
                return map;
            }
        } catch (YamlEngineException | StackOverflowError e) {
            // Omit the parser's exception, because it quotes the text around the problem, which may contain secrets.
            throw new KubeconfigException(Messages._KubeconfigReader_notYaml());
        }
        throw new KubeconfigException(Messages._KubeconfigReader_notYaml());
    }

    private ConnectionConfig resolve(String contextName) throws KubeconfigException {
        String name = contextName == null ? text(root, "current-context") : contextName;
        if (name == null) {
            throw new KubeconfigException(Messages._KubeconfigReader_noContext());
        }
        KubeconfigEntry context = entry("contexts", name, "context");
        KubeconfigEntry cluster = entry("clusters", context.required("cluster"), "cluster");
        KubeconfigEntry user = entry("users", context.required("user"), "user");
        cluster.refuse("insecure-skip-tls-verify", Messages._KubeconfigReader_insecureSkipTlsVerify());
        cluster.refuse("certificate-authority", Messages._KubeconfigReader_localFile("certificate-authority-data"));
        cluster.refuse("proxy-url", Messages._KubeconfigReader_proxyUrl());
        cluster.refuse("tls-server-name", Messages._KubeconfigReader_tlsServerName());
        user.refuse("exec", Messages._KubeconfigReader_credentialPlugin());
        user.refuse("auth-provider", Messages._KubeconfigReader_credentialPlugin());
        user.refuse("tokenFile", Messages._KubeconfigReader_localFile("token"));
        user.refuse("client-certificate", Messages._KubeconfigReader_localFile("client-certificate-data"));
        user.refuse("client-key", Messages._KubeconfigReader_localFile("client-key-data"));
        user.refuse("username", Messages._KubeconfigReader_usernamePassword());
        user.refuse("password", Messages._KubeconfigReader_usernamePassword());
        user.refuse("as", Messages._KubeconfigReader_impersonation());
        String server = cluster.required("server");
        String ca = cluster.pem("certificate-authority-data");
        Credential credential = credential(user);
        if (problems.isEmpty()) {
            try {
                return new ConnectionConfig(
                        server, ca, credential, context.text("namespace"), new ProxySetting.JavaDefault());
            } catch (IllegalArgumentException e) {
                problems.add(Messages._KubeconfigReader_problem(cluster.path(), e.getMessage()));
            }
        }
        throw new KubeconfigException(problems);
    }

    private Credential credential(KubeconfigEntry user) {
        String token = user.text("token");
        String certificate = user.pem("client-certificate-data");
        String key = user.pem("client-key-data");
        try {
            if (token != null) {
                return new TokenCredential(token);
            }
            if (certificate != null && key != null) {
                return new CertificateCredential(certificate, key);
            }
        } catch (IllegalArgumentException e) {
            problems.add(Messages._KubeconfigReader_problem(user.path(), e.getMessage()));
            return null;
        }
        if (problems.isEmpty()) {
            problems.add(Messages._KubeconfigReader_problem(user.path(), Messages._KubeconfigReader_noCredential()));
        }
        return null;
    }

    /** Finds an entry of a list by its name, and reports a problem if there is no such entry. */
    private KubeconfigEntry entry(String list, String name, String content) throws KubeconfigException {
        if (root.get(list) instanceof List<?> entries && name != null) {
            for (int i = 0; i < entries.size(); i++) {
                if (entries.get(i) instanceof Map<?, ?> entry && name.equals(entry.get("name"))) {
                    Map<?, ?> values = entry.get(content) instanceof Map<?, ?> map ? map : Map.of();
                    return new KubeconfigEntry(list + "[" + i + "]." + content, values, problems);
                }
            }
        }
        if (name != null) {
            problems.add(Messages._KubeconfigReader_noEntry(list, name));
        }
        throw new KubeconfigException(problems);
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text && !text.isBlank() ? text : null;
    }

    /** One cluster, user or context of the kubeconfig. The path names the entry in messages about problems. */
    private record KubeconfigEntry(String path, Map<?, ?> values, List<Localizable> problems) {

        String text(String key) {
            return KubeconfigReader.text(values, key);
        }

        String required(String key) {
            String text = text(key);
            if (text == null) {
                problems.add(
                        Messages._KubeconfigReader_problem(path + "." + key, Messages._KubeconfigReader_missing()));
            }
            return text;
        }

        void refuse(String key, Localizable reason) {
            Object value = values.get(key);
            if (value != null && !Boolean.FALSE.equals(value) && !"".equals(value)) {
                problems.add(Messages._KubeconfigReader_problem(path + "." + key, reason));
            }
        }

        String pem(String key) {
            String text = text(key);
            if (text == null) {
                return null;
            }
            try {
                return new String(Base64.getDecoder().decode(text.replaceAll("\\s", "")), StandardCharsets.US_ASCII);
            } catch (IllegalArgumentException e) {
                problems.add(
                        Messages._KubeconfigReader_problem(path + "." + key, Messages._KubeconfigReader_notBase64()));
                return null;
            }
        }
    }
}
