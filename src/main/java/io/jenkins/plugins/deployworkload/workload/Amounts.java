package io.jenkins.plugins.deployworkload.workload;

import io.fabric8.kubernetes.api.model.Quantity;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads amounts to compare them; what cannot be read has been told about elsewhere. */
final class Amounts {

    private Amounts() {}

    /** The amount of a quantity, or empty where it is none. */
    static Optional<BigDecimal> of(String quantity) {
        return quantity == null || TextRule.QUANTITY.problem(quantity).isPresent()
                ? Optional.empty()
                : Optional.of(new Quantity(quantity).getNumericalAmount());
    }

    static boolean isZeroQuantity(String quantity) {
        return of(quantity).filter(amount -> amount.signum() == 0).isPresent();
    }

    /** Whether a number or a percentage is said, and is 0. */
    static boolean isZero(String numberOrPercent) {
        return numberOrPercent != null && numberOrPercent.matches("0+%?");
    }
}
