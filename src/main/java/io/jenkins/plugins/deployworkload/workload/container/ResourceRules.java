package io.jenkins.plugins.deployworkload.workload.container;

import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.text.Quantities;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks resource requests against limits. Extended resources (names with a vendor's prefix, such as GPUs) and huge pages cannot be
 * overcommitted: their request must equal their limit.
 */
final class ResourceRules {

    private static final String HUGE_PAGES = "hugepages-";

    private final Map<String, String> requests;
    private final Map<String, String> limits;
    private final ValidationContext context;

    ResourceRules(ContainerResources resources, ValidationContext context) {
        requests = resources.getRequests();
        limits = resources.getLimits();
        this.context = context;
    }

    void check() {
        requests.forEach((name, quantity) -> checkQuantity(name, quantity, path("requests", name)));
        limits.forEach((name, quantity) -> checkQuantity(name, quantity, path("limits", name)));
        Set<String> names = new LinkedHashSet<>(requests.keySet());
        names.addAll(limits.keySet());
        names.forEach(this::checkRequestAndLimit);
        if (names.stream().anyMatch(name -> name.startsWith(HUGE_PAGES))
                && !names.contains("cpu")
                && !names.contains("memory")) {
            context.addProblem("", Messages.ResourceRules_HugePagesAlone());
        }
    }

    private void checkQuantity(String name, String quantity, String path) {
        if (isBytes(name) && quantity != null && Quantities.lacksByteUnit(quantity)) {
            context.addProblem(path, Messages.ResourceRules_NoByteUnit(quantity));
        } else if (isExtendedResource(name)) {
            Quantities.parse(quantity)
                    .filter(number -> number.stripTrailingZeros().scale() > 0)
                    .ifPresent(number -> context.addProblem(path, Messages.ResourceRules_FractionalDevice(quantity)));
        } else if (name.startsWith(HUGE_PAGES)) {
            checkHugePages(name, quantity, path);
        }
    }

    private void checkHugePages(String name, String quantity, String path) {
        Optional<BigDecimal> pageSize = Quantities.parse(name.substring(HUGE_PAGES.length()));
        Optional<BigDecimal> total = Quantities.parse(quantity);
        if (pageSize.isEmpty() || pageSize.get().signum() == 0) {
            context.addProblem(path, Messages.ResourceRules_NoPageSize(name));
        } else if (total.isPresent() && total.get().remainder(pageSize.get()).signum() != 0) {
            context.addProblem(
                    path, Messages.ResourceRules_NotAMultipleOfPageSize(quantity, name.substring(HUGE_PAGES.length())));
        }
    }

    private void checkRequestAndLimit(String name) {
        String request = requests.get(name);
        String limit = limits.get(name);
        Optional<BigDecimal> requestValue = Quantities.parse(request);
        Optional<BigDecimal> limitValue = Quantities.parse(limit);
        boolean cannotOvercommit = isExtendedResource(name) || name.startsWith(HUGE_PAGES);
        if (cannotOvercommit && requestValue.isPresent() && limit == null) {
            context.addProblem(path("requests", name), Messages.ResourceRules_LimitRequired(name));
        } else if (requestValue.isPresent() && limitValue.isPresent()) {
            int order = limitValue.get().compareTo(requestValue.get());
            if (cannotOvercommit && order != 0) {
                context.addProblem(path("limits", name), Messages.ResourceRules_LimitNotEqual(limit, request));
            } else if (order < 0) {
                context.addProblem(path("limits", name), Messages.ResourceRules_LimitBelowRequest(limit, request));
            }
        }
    }

    private static boolean isBytes(String name) {
        return "memory".equals(name) || "ephemeral-storage".equals(name);
    }

    /**
     * Whether Kubernetes treats the resource as extended: its name has a prefix that does not end in {@code
     * kubernetes.io}.
     */
    private static boolean isExtendedResource(String name) {
        return name.contains("/") && !name.contains("kubernetes.io/");
    }

    private static String path(String map, String name) {
        return FieldPaths.key(map, name);
    }
}
