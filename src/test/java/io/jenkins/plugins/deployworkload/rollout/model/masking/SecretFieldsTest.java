package io.jenkins.plugins.deployworkload.rollout.model.masking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.deployworkload.rollout.model.masking.SecretFields.Audience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which values may be secret, for whom. */
class SecretFieldsTest {

    /** @param path names of fields, separated by spaces; elements of lists have no name */
    private static SecretFields field(Audience audience, String kind, boolean custom, String path) {
        SecretFields field = SecretFields.of(audience, kind, custom);
        for (String name : path.split(" ")) {
            field = field.field(name);
        }
        return field;
    }

    @ParameterizedTest
    @CsvSource({
        "Secret,     data password,                                                  true,  true",
        "secret,     data password,                                                  true,  true",
        "Secret,     stringData password,                                            true,  true",
        "Other,      stringData password,                                            true,  true",
        "Secret,     type,                                                           false, false",
        "Deployment, spec template spec containers env value,                        true,  true",
        "Deployment, spec template spec containers env value nested,                 true,  true",
        "Database,   spec env DB_PASSWORD value,                                     true,  true",
        "Database,   spec env sources value,                                         true,  true",
        "Deployment, spec template spec containers env name,                         false, false",
        "Deployment, spec template spec containers env valueFrom secretKeyRef key,   false, false",
        "Deployment, spec template spec containers livenessProbe httpGet httpHeaders value, true, true",
        "Deployment, metadata annotations kubectl.kubernetes.io/last-applied-configuration, true, true",
        "Deployment, metadata annotations team,                                      false, true",
        "Deployment, metadata labels team,                                           false, false",
        "ConfigMap,  data app.properties,                                            false, true",
        "ConfigMap,  binaryData logo,                                                false, true",
        "Deployment, spec template spec containers args,                             false, true",
        "Deployment, spec template spec containers livenessProbe exec command,       false, true",
        "Deployment, spec template spec volumes csi volumeAttributes source,         false, true",
        "Deployment, spec template spec volumes flexVolume options mount,            false, true",
        "Deployment, spec template spec volumes flexVolume driver,                   false, false",
        "Deployment, spec template spec volumes secret secretName,                   false, false",
    })
    void valuesThatMayBeSecret(String kind, String path, boolean inLog, boolean onPage) {
        assertThat(field(Audience.LOG, kind, false, path).isHidden()).isEqualTo(inLog);
        assertThat(field(Audience.PAGE, kind, false, path).isHidden()).isEqualTo(onPage);
    }

    /** The names of their fields decide, as their meaning is not known. */
    @ParameterizedTest
    @CsvSource({
        "spec adminPassword,           true",
        "spec users db-TOKEN,          true",
        "spec apiKey plain,            true",
        "spec values replicas,         true",
        "spec parameters value,        true",
        "spec valuesObject,            true",
        "spec interval,                false",
        "spec valuesCount,             false",
    })
    void customKindsOnPages(String path, boolean hidden) {
        assertThat(field(Audience.PAGE, "Release", true, path).isHidden()).isEqualTo(hidden);
        assertThat(field(Audience.PAGE, "Release", false, path).isHidden()).isFalse();
        assertThat(field(Audience.LOG, "Release", true, path).isHidden()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "data[app.properties],                                     true,  true",
        "data.token,                                               true,  true",
        "stringData.token,                                         true,  true",
        "binaryData.logo,                                          true,  true",
        "spec.template.spec.containers[app].args[0],               true,  true",
        "spec.template.spec.containers[app].command,               true,  true",
        "metadata.annotations[example.com/a],                      true,  true",
        "metadata.annotations.team,                                true,  true",
        "metadata.annotations,                                     true,  true",
        "spec.template.spec.volumes[a].csi.volumeAttributes.source, true, true",
        "spec.template.spec.volumes[a].flexVolume.options.mount,   true,  true",
        "spec.data.url,                                            true,  true",
        "args[0],                                                  true,  true",
        "spec.template.spec.containers[args].image,                false, false",
        "spec.template.spec.containers[data].image,                false, false",
        "spec.template.spec.volumes[a].secret.secretName,          false, true",
        "spec.adminPassword,                                       false, true",
        "spec[db-token],                                           false, true",
        "spec.values.url,                                          false, true",
        "spec.parameters[0].value,                                 false, true",
        "spec.valuesCount,                                         false, false",
        "spec.dataSource.name,                                     false, false",
        "spec.replicas,                                            false, false",
    })
    void pathsOnPages(String path, boolean known, boolean custom) {
        assertThat(SecretFields.isHiddenOnPages(path, false)).isEqualTo(known);
        assertThat(SecretFields.isHiddenOnPages(path, true)).isEqualTo(custom);
    }

    /** Names in a path are not trusted. */
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void readsVeryLongPaths() {
        String path = ".env[x].dat".repeat(200_000);

        assertThat(SecretFields.isHiddenOnPages(path, true)).isFalse();
    }

    @Test
    void textIsMaskedAsFarAsItMayBeSecret() {
        SecretFields path = field(Audience.LOG, "Pod", false, "spec containers livenessProbe httpGet path");

        assertThat(path.text(TextNode.valueOf("/health?token=a\nb"))).isEqualTo("/health?***");
        assertThat(path.text(TextNode.valueOf("/health"))).isEqualTo("/health");
        assertThat(field(Audience.LOG, "Secret", false, "data a").text(TextNode.valueOf("b")))
                .isEqualTo("***");
        assertThat(field(Audience.LOG, "Pod", false, "spec a").text(IntNode.valueOf(7)))
                .isEqualTo("7");
        assertThat(field(Audience.LOG, "Pod", false, "spec a").text(JsonNodeFactory.instance.objectNode()))
                .isEqualTo("{}");
    }
}
