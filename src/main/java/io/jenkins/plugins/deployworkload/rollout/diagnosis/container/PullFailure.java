package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The reasons why an image cannot be pulled, by the words of containerd, CRI-O and Go's HTTP client. A message can
 * contain the words of several reasons. The first constant that matches is the reason.
 *
 * @see <a href="https://github.com/containerd/containerd/tree/v2.1.0/core/remotes/docker">containerd</a>
 * @see <a href="https://github.com/cri-o/cri-o/blob/v1.33.0/server/image_pull.go">CRI-O</a>
 * @see <a href="https://github.com/containers/image/tree/v5.35.0/docker">containers/image, which CRI-O uses</a>
 */
enum PullFailure {
    /** The kubelet does not reach the container runtime, whose messages look like those of a registry. */
    RUNTIME(
            "dial unix|Failed to inspect image",
            false,
            Messages::PullFailure_runtime_summary,
            Messages::PullFailure_runtime_advice),
    DISK(
            "no space left on device|disk quota exceeded",
            false,
            Messages::PullFailure_disk_summary,
            Messages::PullFailure_disk_advice),
    SIGNATURE(
            "SignatureValidationFailed|signature validation failed|image signature validation|Source image rejected",
            true,
            Messages::PullFailure_signature_summary,
            Messages::PullFailure_signature_advice),
    PLATFORM(
            "no match for platform in manifest|no matching manifest for|no image found in (manifest list|image index) for"
                    + "|does not match the specified platform",
            true,
            Messages::PullFailure_platform_summary,
            Messages::PullFailure_platform_advice),
    RATE_LIMIT(
            "toomanyrequests|too many requests|\\b429\\b|rate limit",
            false,
            Messages::PullFailure_rateLimit_summary,
            Messages::PullFailure_rateLimit_advice),
    TLS(
            "x509: |tls: |gave HTTP response to HTTPS client|certificate (has expired|is not|signed by)",
            true,
            Messages::PullFailure_tls_summary,
            Messages::PullFailure_tls_advice),
    DNS(
            "no such host|server misbehaving|Temporary failure in name resolution|dial tcp: lookup ",
            false,
            Messages::PullFailure_dns_summary,
            Messages::PullFailure_dns_advice),
    UNREACHABLE(
            "connection refused|i/o timeout|TLS handshake timeout|connection reset|no route to host"
                    + "|network is unreachable|deadline exceeded|Client\\.Timeout|\\bEOF\\b|broken pipe"
                    + "|registry is unavailable|RegistryUnavailable|\\b50[0-9] [A-Z]|[Ss]tatus ?[Cc]ode:? ?50[0-9]"
                    + "|service unavailable|bad gateway|proxyconnect",
            false,
            Messages::PullFailure_unreachable_summary,
            Messages::PullFailure_unreachable_advice),
    DENIED(
            "pull access denied|authorization failed|unauthorized|authentication required|no basic auth credentials"
                    + "|invalid username/password|access to the resource is denied|access forbidden|insufficient_scope"
                    + "|\\b40[13] [A-Z]|[Ss]tatus ?[Cc]ode:? ?40[13]|denied: ",
            true,
            Messages::PullFailure_denied_summary,
            Messages::PullFailure_denied_advice),
    NOT_FOUND(
            "^(?!.*(content store|content digest|snapshot|lease))(?s:.*)"
                    + "(not found|manifest unknown|name unknown|repository name not known|code = NotFound|\\b404 [A-Z])",
            true,
            Messages::PullFailure_notFound_summary,
            Messages::PullFailure_notFound_advice),
    OTHER("", false, Messages::ImagePullDetector_summary, Messages::ImagePullDetector_advice);

    private final Pattern pattern;
    private final boolean certain;
    private final Supplier<String> summary;
    private final Supplier<String> advice;

    PullFailure(String regex, boolean certain, Supplier<String> summary, Supplier<String> advice) {
        this.pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
        this.certain = certain;
        this.summary = summary;
        this.advice = advice;
    }

    static PullFailure of(String message) {
        return Arrays.stream(values())
                .filter(failure -> failure.pattern.matcher(message).find())
                .findFirst()
                .orElse(OTHER);
    }

    /** Whether the registry has answered, and the same answer is likely after each retry. */
    boolean isCertain() {
        return certain;
    }

    String summary() {
        return summary.get();
    }

    String advice() {
        return advice.get();
    }
}
