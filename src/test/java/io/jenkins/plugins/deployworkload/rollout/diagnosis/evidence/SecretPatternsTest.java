package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretPatternsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Get \"http://10.0.0.1:8080/health?token=abc&x=1\": dial tcp | Get \"http://10.0.0.1:8080/health?token=***&x=***\": dial tcp",
                "see https://bucket.example/a?X-Amz-Signature=abc. | see https://bucket.example/a?X-Amz-Signature=***.",
                "https://host/a?abc | https://host/a?***",
                "10.0.0.1 GET /login?user=ann&password=x HTTP/1.1 200 | 10.0.0.1 GET /login?user=***&password=*** HTTP/1.1 200",
                "postgres://ann:pass@db:5432/shop | postgres://ann:***@db:5432/shop",
                "https://ghp@github.com/shop | https://***@github.com/shop",
                "toomanyrequests: You have reached your pull rate limit as 'ann': dckr_jti_a-B_c=. You may increase | toomanyrequests: You have reached your pull rate limit as ***. You may increase",
                "reached your pull rate limit as ann.lee: dckr_jti_abc==. You may | reached your pull rate limit as ***. You may",
                "You have reached your pull rate limit as ann. You may | You have reached your pull rate limit as ***. You may",
                "Authorization: Bearer abc | Authorization: ***",
                "curl -H 'Authorization: Basic YWRtaW46eA==' | curl -H 'Authorization: ***",
                "sent Bearer abcDEF123.xyz to | sent Bearer *** to",
                "sent Basic YWRtaW46eA== to | sent Basic *** to",
                "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl expired | token *** expired",
                "key AKIAIOSFODNN7EXAMPLE is invalid | key *** is invalid",
                "exec: \"--db-password=abc def\": not found | exec: \"--db-password=*** def\": not found",
                "{\"password\": \"a b\", \"user\": \"ann\"} | {\"password\": ***, \"user\": \"ann\"}",
                "API_KEY='a b' failed | API_KEY=*** failed",
            })
    void masksSecrets(String text, String masked) {
        assertThat(SecretPatterns.mask(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Post \"https://rules.shop.svc:443/pods?timeout=10s\": dial tcp 10.0.0.7:443: connect: connection refused",
                "Head \"https://registry.example/v2/shop/manifests/1?ns=docker.io\": i/o timeout",
                "failed to fetch anonymous token: unexpected status from GET request to https://auth.example/token?scope=repository%3Ashop%3Apull&service=registry: 401 Unauthorized",
                "no basic auth credentials",
                "Basic authentication required",
                "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope",
                "secret \"db\" not found",
                "couldn't find key password in Secret shop/db",
                "MountVolume.SetUp failed for volume \"kube-api-access-token\" : failed to fetch token: serviceaccounts \"x\" not found",
                "Back-off pulling image \"registry.example/shop/web@sha256:0123456789abcdef\"",
                "https://kubernetes.io/docs/concepts/",
                "You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit",
            })
    void keepsMessagesOfKubernetesAndRegistries(String text) {
        assertThat(SecretPatterns.mask(text)).isEqualTo(text);
    }

    @Test
    @Timeout(60)
    void masksHostileTextInBoundedTime() {
        for (String piece :
                new String[] {"a", "a:/", "a://", "-eyJ", "Bearer ", "token=", "GET /", "\"", "rate limit as "}) {
            assertThat(SecretPatterns.mask(piece.repeat((1 << 20) / piece.length())))
                    .hasSizeLessThanOrEqualTo(2 * SecretPatterns.MAX_LENGTH);
        }
    }
}
