package org.quantscope.ui;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import org.quantscope.quant.Formula;

/** Chooses the formula of codes and values; the tooltip has the equation of the chosen one. */
final class FormulaChoice extends ComboBox<Formula> {
    private boolean showing;

    FormulaChoice(String id, List<Formula> formulas, Consumer<Formula> onChosen) {
        setId(id);
        getItems().setAll(formulas);
        setConverter(new StringConverter<>() {
            @Override
            public String toString(Formula formula) {
                return formula == null ? "" : FormulaText.name(formula);
            }

            @Override
            public Formula fromString(String text) {
                return getItems().stream()
                        .filter(formula -> FormulaText.name(formula).equals(text))
                        .findFirst()
                        .orElseThrow();
            }
        });
        setOnAction(event -> {
            if (!showing && getValue() != null) {
                onChosen.accept(getValue());
            }
        });
        show(Formula.ONNX);
    }

    /** Shows the formula that holds now. Making a tooltip takes longer than everything else a drag changes in a row. */
    void show(Formula formula) {
        if (formula == getValue()) {
            return;
        }
        showing = true;
        setValue(formula);
        showing = false;
        setTooltip(Controls.tooltip("How codes and values belong together: " + FormulaText.equation(formula)
                + ". Another formula brings its own type and rounding."));
    }
}
