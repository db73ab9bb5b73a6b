package io.jenkins.plugins.deployworkload.workload.container;

import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.text.Quantities;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
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
    private final ValidationContext report;

    ResourceRules(ContainerResources resources, ValidationContext report) {
        requests = resources.getRequests();
        limits = resources.getLimits();
        this.report = report;
    }

    void check() {
        requests.forEach((name, amount) -> checkQuantity(name, amount, path("requests", name)));
        limits.forEach((name, amount) -> checkQuantity(name, amount, path("limits", name)));
        Set<String> names = new LinkedHashSet<>(requests.keySet());
        names.addAll(limits.keySet());
        names.forEach(this::checkRequestAndLimit);
        if (names.stream().anyMatch(name -> name.startsWith(HUGE_PAGES))
                && !names.contains("cpu")
                && !names.contains("memory")) {
            report.addProblem("", Messages.ContainerResources_HugePages());
        }
    }

    private void checkQuantity(String name, String amount, String at) {
        if (isBytes(name) && amount != null && TextRule.lacksByteUnit(amount)) {
            report.addProblem(at, Messages.ContainerResources_Unit(amount));
        } else if (isExtendedResource(name)) {
            Quantities.parse(amount)
                    .filter(number -> number.stripTrailingZeros().scale() > 0)
                    .ifPresent(number -> report.addProblem(at, Messages.ContainerResources_Whole(amount)));
        } else if (name.startsWith(HUGE_PAGES)) {
            checkHugePages(name, amount, at);
        }
    }

    private void checkHugePages(String name, String amount, String at) {
        Optional<BigDecimal> size = Quantities.parse(name.substring(HUGE_PAGES.length()));
        Optional<BigDecimal> all = Quantities.parse(amount);
        if (size.isEmpty() || size.get().signum() == 0) {
            report.addProblem(at, Messages.ContainerResources_PageSize(name));
        } else if (all.isPresent() && all.get().remainder(size.get()).signum() != 0) {
            report.addProblem(at, Messages.ContainerResources_Pages(amount, name.substring(HUGE_PAGES.length())));
        }
    }

    private void checkRequestAndLimit(String name) {
        String request = requests.get(name);
        String limit = limits.get(name);
        Optional<BigDecimal> asked = Quantities.parse(request);
        Optional<BigDecimal> most = Quantities.parse(limit);
        boolean whole = isExtendedResource(name) || name.startsWith(HUGE_PAGES);
        if (whole && asked.isPresent() && limit == null) {
            report.addProblem(path("requests", name), Messages.ContainerResources_NoLimit(name));
        } else if (asked.isPresent() && most.isPresent()) {
            int order = most.get().compareTo(asked.get());
            if (whole && order != 0) {
                report.addProblem(path("limits", name), Messages.ContainerResources_NotEqual(limit, request));
            } else if (order < 0) {
                report.addProblem(path("limits", name), Messages.ContainerResources_Below(limit, request));
            }
        }
    }

    private static boolean isBytes(String name) {
        return "memory".equals(name) || "ephemeral-storage".equals(name);
    }

    /** What Kubernetes calls an extended resource. */
    private static boolean isExtendedResource(String name) {
        return name.contains("/") && !name.contains("kubernetes.io/");
    }

    private static String path(String side, String name) {
        return FieldPaths.key(side, name);
    }
}
