package org.quantscope.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.quantscope.settings.Preprocessing;

/** Scale, mean, std and layout as they are typed, checked with every key. */
public final class PreprocessingForm {
    /**
     * A normalisation that is in wide use.
     *
     * @param name what it is called
     * @param value the normalisation
     */
    public record Preset(String name, Preprocessing value) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** What the samples were trained with, and the usual ones. */
    public static final List<Preset> PRESETS = List.of(
            new Preset("Fashion-MNIST samples", preset(List.of(0.2860), List.of(0.3530))),
            new Preset("0 to 1", Preprocessing.UNIT),
            new Preset("−1 to 1", preset(List.of(0.5), List.of(0.5))),
            new Preset("ImageNet", preset(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225))),
            new Preset(
                    "raw pixels, 0 to 255",
                    new Preprocessing(1, List.of(0.0), List.of(1.0), Preprocessing.Layout.NCHW)));

    private final StringProperty scale = new SimpleStringProperty(this, "scale");
    private final StringProperty mean = new SimpleStringProperty(this, "mean");
    private final StringProperty std = new SimpleStringProperty(this, "std");
    private final ObjectProperty<Preprocessing.Layout> layout = new SimpleObjectProperty<>(this, "layout");
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper(this, "fault", "");
    private final ReadOnlyObjectWrapper<Optional<Preprocessing>> result =
            new ReadOnlyObjectWrapper<>(this, "result", Optional.empty());

    public PreprocessingForm(Optional<Preprocessing> present) {
        fill(present.orElse(Preprocessing.UNIT));
        scale.addListener((property, before, now) -> check());
        mean.addListener((property, before, now) -> check());
        std.addListener((property, before, now) -> check());
        layout.addListener((property, before, now) -> check());
        check();
    }

    public StringProperty scaleProperty() {
        return scale;
    }

    public StringProperty meanProperty() {
        return mean;
    }

    public StringProperty stdProperty() {
        return std;
    }

    public ObjectProperty<Preprocessing.Layout> layoutProperty() {
        return layout;
    }

    /** What is wrong with what was typed, one sentence; empty: nothing. */
    public ReadOnlyStringProperty faultProperty() {
        return fault.getReadOnlyProperty();
    }

    /** What was typed; empty while something is wrong. */
    public ReadOnlyObjectProperty<Optional<Preprocessing>> resultProperty() {
        return result.getReadOnlyProperty();
    }

    /** Writes a normalisation into the fields. */
    public void fill(Preprocessing value) {
        scale.set(value.scale() == 1 / 255.0 ? "1/255" : text(value.scale()));
        mean.set(value.mean().stream().map(PreprocessingForm::text).collect(Collectors.joining("; ")));
        std.set(value.std().stream().map(PreprocessingForm::text).collect(Collectors.joining("; ")));
        layout.set(value.layout());
    }

    private void check() {
        try {
            List<Double> means = numbers(mean.get());
            List<Double> stds = numbers(std.get());
            if (means.size() > 1 && stds.size() > 1 && means.size() != stds.size()) {
                throw new IllegalArgumentException("There are " + means.size() + " means and " + stds.size()
                        + " standard deviations; give one for all channels or one for each.");
            }
            result.set(Optional.of(new Preprocessing(ratio(scale.get()), means, stds, layout.get())));
            fault.set("");
        } catch (IllegalArgumentException wrong) {
            result.set(Optional.empty());
            fault.set(wrong.getMessage());
        }
    }

    /** A number, or two with a slash between them, as in 1/255. */
    private static double ratio(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? NumberFormats.parse(text)
                : NumberFormats.parse(text.substring(0, slash)) / NumberFormats.parse(text.substring(slash + 1));
    }

    /** Numbers with semicolons, commas followed by a space, or spaces between them. */
    private static List<Double> numbers(String text) {
        List<Double> numbers = new ArrayList<>();
        for (String part : text.strip().split("\\s*;\\s*|,\\s+|\\s+")) {
            numbers.add(NumberFormats.parse(part));
        }
        return numbers;
    }

    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
    }

    private static Preprocessing preset(List<Double> mean, List<Double> std) {
        return new Preprocessing(1 / 255.0, mean, std, Preprocessing.Layout.NCHW);
    }
}
