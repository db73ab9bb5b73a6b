package io.jenkins.plugins.deployworkload.workload.form;

import java.util.List;

/**
 * A quantity as the form shows it: a number with a box of units beside it.
 *
 * @param number the number; the whole quantity where its unit is not in the box; empty where nothing was said
 * @param unit   the unit that the box shows
 */
public record QuantityInput(String number, String unit) {

    /**
     * @param quantity such as {@code 100m}, or null
     * @param units    what the box offers, the first one being what it shows at first; {@code -} stands for no unit
     */
    public static QuantityInput of(String quantity, String units) {
        List<String> offered = List.of(units.split(" "));
        String first = unit(offered.get(0));
        if (quantity == null) {
            return new QuantityInput("", first);
        }
        int end = quantity.length();
        while (end > 0 && isLetter(quantity.charAt(end - 1))) {
            end--;
        }
        String number = quantity.substring(0, end);
        String unit = quantity.substring(end);
        return offered.contains(unit.isEmpty() ? "-" : unit)
                ? new QuantityInput(number, unit)
                : new QuantityInput(quantity, first);
    }

    private static boolean isLetter(char character) {
        return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z';
    }

    private static String unit(String written) {
        return "-".equals(written) ? "" : written;
    }

    public String getNumber() {
        return number;
    }

    public String getUnit() {
        return unit;
    }
}
