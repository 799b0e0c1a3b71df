package org.quantscope.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quantscope.settings.Preprocessing;

/**
 * What {@code --normalize} says: means and standard deviations of pixels from 0 to 1.
 *
 * @param mean one for all channels, or one for each
 * @param std one for all channels, or one for each
 */
record Normalization(List<Double> mean, List<Double> std) {
    /**
     * Reads {@code mean,std}; the values of several channels are joined by colons, as in {@code
     * 0.485:0.456:0.406,0.229:0.224:0.225}. Without colons an even count of numbers is understood too, the means first.
     *
     * @return empty if it is neither
     */
    static Optional<Normalization> parse(String text) {
        String[] parts = text.replaceAll("[\\[\\]()\\s]", "").split(",", -1);
        if (parts.length < 2 || parts.length % 2 != 0 || parts.length > 2 && text.contains(":")) {
            return Optional.empty();
        }
        List<Double> values = new ArrayList<>();
        int means = 0;
        for (int part = 0; part < parts.length; part++) {
            for (String number : parts[part].split(":", -1)) {
                try {
                    values.add(Double.parseDouble(number));
                } catch (NumberFormatException noNumber) {
                    return Optional.empty();
                }
            }
            means = part < parts.length / 2 ? values.size() : means;
        }
        return Optional.of(new Normalization(
                List.copyOf(values.subList(0, means)), List.copyOf(values.subList(means, values.size()))));
    }

    /** @throws IllegalArgumentException with a sentence if a value cannot be used */
    Preprocessing in(Preprocessing.Layout layout) {
        return new Preprocessing(1 / 255.0, mean, std, layout);
    }
}
