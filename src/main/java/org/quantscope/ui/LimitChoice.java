package org.quantscope.ui;

import java.util.List;
import java.util.function.IntConsumer;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;

/** How many of the images take part. */
final class LimitChoice extends ComboBox<Integer> {
    private static final int ALL = Integer.MAX_VALUE;
    private static final List<Integer> CHOICES = List.of(16, 64, 256, 1000, 10_000, ALL);

    /** @param chosen told of what a person chooses; the largest int stands for all */
    LimitChoice(String id, int first, String sentence, IntConsumer chosen) {
        setId(id);
        getItems().setAll(CHOICES);
        setConverter(new StringConverter<>() {
            @Override
            public String toString(Integer limit) {
                return limit == null ? "" : limit == ALL ? "all images" : "first " + NumberFormats.count(limit);
            }

            @Override
            public Integer fromString(String text) {
                throw new UnsupportedOperationException("The list is not edited.");
            }
        });
        setValue(first);
        setMinWidth(USE_PREF_SIZE);
        setPrefWidth(112);
        setTooltip(Controls.tooltip(sentence));
        setAccessibleText(sentence);
        valueProperty().addListener((property, before, now) -> chosen.accept(now));
    }
}
