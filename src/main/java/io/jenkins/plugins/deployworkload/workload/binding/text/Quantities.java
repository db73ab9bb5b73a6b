package io.jenkins.plugins.deployworkload.workload.binding.text;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recognizes quantities, and converts them to numbers, so that callers can compare them. {@link TextRule} reports the
 * invalid ones.
 */
public final class Quantities {

    /**
     * The pattern is unambiguous: each run of digits can match in one way only. With an ambiguous pattern, a long
     * invalid text would cause hours of backtracking.
     */
    private static final Pattern FORM =
            Pattern.compile("\\+?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(m|k|M|G|T|P|E|[KMGTPE]i|[eE][-+]?[0-9]{1,2})?");

    private static final int MAX_LENGTH = 64;

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

    /** Whether a quantity is a number other than 0 without a unit, or with the unit {@code m}. */
    public static boolean lacksByteUnit(String quantity) {
        return quantity.matches("[0-9.+]+m?") && !quantity.matches("\\+?0+");
    }

    static boolean isQuantity(String text) {
        if (text.length() > MAX_LENGTH || !FORM.matcher(text).matches()) {
            return false;
        }
        try {
            return new Quantity(text).getNumericalAmount().compareTo(BigDecimal.ZERO) >= 0;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }
}
