package io.jenkins.plugins.deployworkload.workload.binding.text;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Converts quantities to numbers, so that callers can compare them. Invalid quantities are ignored here, because {@link
 * TextRule} reports them.
 */
public final class Quantities {

    private Quantities() {}

    /** The numerical value; empty if the quantity is null or invalid. */
    public static Optional<BigDecimal> parse(String quantity) {
        return quantity == null || TextRule.QUANTITY.problem(quantity).isPresent()
                ? Optional.empty()
                : Optional.of(new Quantity(quantity).getNumericalAmount());
    }

    public static boolean isZeroQuantity(String quantity) {
        return parse(quantity).filter(amount -> amount.signum() == 0).isPresent();
    }

    /** Whether the value is 0 or 0%; false for null. */
    public static boolean isZeroIntOrPercent(String numberOrPercent) {
        return numberOrPercent != null && numberOrPercent.matches("0+%?");
    }
}
