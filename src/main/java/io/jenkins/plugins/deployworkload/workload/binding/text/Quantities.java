package io.jenkins.plugins.deployworkload.workload.binding.text;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads amounts to compare them; what cannot be read has been told about elsewhere. */
public final class Quantities {

    private Quantities() {}

    /** The amount of a quantity, or empty where it is none. */
    public static Optional<BigDecimal> parse(String quantity) {
        return quantity == null || TextRule.QUANTITY.problem(quantity).isPresent()
                ? Optional.empty()
                : Optional.of(new Quantity(quantity).getNumericalAmount());
    }

    public static boolean isZeroQuantity(String quantity) {
        return parse(quantity).filter(amount -> amount.signum() == 0).isPresent();
    }

    /** Whether a number or a percentage is said, and is 0. */
    public static boolean isZeroIntOrPercent(String numberOrPercent) {
        return numberOrPercent != null && numberOrPercent.matches("0+%?");
    }
}
