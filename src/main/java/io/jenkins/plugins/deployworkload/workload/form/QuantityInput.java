package io.jenkins.plugins.deployworkload.workload.form;

import java.util.List;

/**
 * A quantity in the form: a number field and a drop-down list of units.
 *
 * @param number the number; the whole quantity if the list of units does not contain the quantity's unit; empty if
 *     there is no quantity
 * @param unit   the selected unit; empty if no unit is selected
 */
public record QuantityInput(String number, String unit) {

    /**
     * Splits a quantity.
     *
     * @param quantity a quantity such as {@code 100m}, or null
     * @param units the units of the list, separated by spaces; the first unit is the default, and {@code -} means no
     *     unit
     */
    public static QuantityInput of(String quantity, String units) {
        List<String> allUnits = List.of(units.split(" "));
        String defaultUnit = unit(allUnits.get(0));
        if (quantity == null) {
            return new QuantityInput("", defaultUnit);
        }
        int end = quantity.length();
        while (end > 0 && isLetter(quantity.charAt(end - 1))) {
            end--;
        }
        String number = quantity.substring(0, end);
        String unit = quantity.substring(end);
        return allUnits.contains(unit.isEmpty() ? "-" : unit)
                ? new QuantityInput(number, unit)
                : new QuantityInput(quantity, defaultUnit);
    }

    private static boolean isLetter(char character) {
        return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z';
    }

    private static String unit(String item) {
        return "-".equals(item) ? "" : item;
    }

    public String getNumber() {
        return number;
    }

    public String getUnit() {
        return unit;
    }
}
