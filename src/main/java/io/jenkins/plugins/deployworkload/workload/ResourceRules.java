package io.jenkins.plugins.deployworkload.workload;

import io.jenkins.plugins.deployworkload.workload.binding.Paths;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules between requests and limits. Devices (any name with a vendor's prefix) and huge pages are not shared out: they
 * are whole, and what is requested is the limit.
 */
final class ResourceRules {

    private static final String HUGE_PAGES = "hugepages-";

    private final Map<String, String> requests;
    private final Map<String, String> limits;
    private final Report report;

    ResourceRules(Resources resources, Report report) {
        requests = resources.getRequests();
        limits = resources.getLimits();
        this.report = report;
    }

    void check() {
        requests.forEach((name, amount) -> amount(name, amount, at("requests", name)));
        limits.forEach((name, amount) -> amount(name, amount, at("limits", name)));
        Set<String> names = new LinkedHashSet<>(requests.keySet());
        names.addAll(limits.keySet());
        names.forEach(this::pair);
        if (names.stream().anyMatch(name -> name.startsWith(HUGE_PAGES))
                && !names.contains("cpu")
                && !names.contains("memory")) {
            report.problem("", Messages.Resources_HugePages());
        }
    }

    private void amount(String name, String amount, String at) {
        if (isBytes(name) && amount != null && TextRule.hasNoUnitOfBytes(amount)) {
            report.problem(at, Messages.Resources_Unit(amount));
        } else if (isDevice(name)) {
            Amounts.of(amount)
                    .filter(number -> number.stripTrailingZeros().scale() > 0)
                    .ifPresent(number -> report.problem(at, Messages.Resources_Whole(amount)));
        } else if (name.startsWith(HUGE_PAGES)) {
            hugePages(name, amount, at);
        }
    }

    private void hugePages(String name, String amount, String at) {
        Optional<BigDecimal> size = Amounts.of(name.substring(HUGE_PAGES.length()));
        Optional<BigDecimal> all = Amounts.of(amount);
        if (size.isEmpty() || size.get().signum() == 0) {
            report.problem(at, Messages.Resources_PageSize(name));
        } else if (all.isPresent() && all.get().remainder(size.get()).signum() != 0) {
            report.problem(at, Messages.Resources_Pages(amount, name.substring(HUGE_PAGES.length())));
        }
    }

    private void pair(String name) {
        String request = requests.get(name);
        String limit = limits.get(name);
        Optional<BigDecimal> asked = Amounts.of(request);
        Optional<BigDecimal> most = Amounts.of(limit);
        boolean whole = isDevice(name) || name.startsWith(HUGE_PAGES);
        if (whole && asked.isPresent() && limit == null) {
            report.problem(at("requests", name), Messages.Resources_NoLimit(name));
        } else if (asked.isPresent() && most.isPresent()) {
            int order = most.get().compareTo(asked.get());
            if (whole && order != 0) {
                report.problem(at("limits", name), Messages.Resources_NotEqual(limit, request));
            } else if (order < 0) {
                report.problem(at("limits", name), Messages.Resources_Below(limit, request));
            }
        }
    }

    private static boolean isBytes(String name) {
        return "memory".equals(name) || "ephemeral-storage".equals(name);
    }

    /** What Kubernetes calls an extended resource. */
    private static boolean isDevice(String name) {
        return name.contains("/") && !name.contains("kubernetes.io/");
    }

    private static String at(String side, String name) {
        return Paths.entry(side, name);
    }
}
