package org.quantscope.ui;

import javafx.geometry.Pos;
import javafx.scene.layout.HBox;
import javafx.scene.text.Text;

/** A formula in one line; a character behind {@code _} is set lower and smaller. */
final class MathText extends HBox {
    private String shown = "";

    MathText(String formula, String... styleClasses) {
        getStyleClass().add("math");
        getStyleClass().addAll(styleClasses);
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(USE_PREF_SIZE);
        show(formula);
    }

    void show(String formula) {
        if (formula.equals(shown)) {
            return;
        }
        shown = formula;
        getChildren().clear();
        setAccessibleText(formula.replace("_", " sub "));
        String[] parts = formula.split("_", -1);
        add(parts[0], false);
        for (int i = 1; i < parts.length; i++) {
            add(parts[i].substring(0, 1), true);
            add(parts[i].substring(1), false);
        }
    }

    String text() {
        return shown;
    }

    private void add(String part, boolean lower) {
        if (!part.isEmpty()) {
            Text text = new Text(part);
            text.getStyleClass().add(lower ? "lower" : "level");
            text.setTranslateY(lower ? 3 : 0);
            getChildren().add(text);
        }
    }
}
