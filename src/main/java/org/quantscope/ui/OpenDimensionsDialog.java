package org.quantscope.ui;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Spinner;
import javafx.scene.layout.GridPane;
import org.quantscope.workspace.OpenDimension;

/** Asks how large the dimensions are that the network's file leaves open. */
final class OpenDimensionsDialog extends Dialog<Map<String, Integer>> {
    private static final int MOST = 1 << 16;

    OpenDimensionsDialog(List<OpenDimension> present) {
        setTitle("Open dimensions");
        getDialogPane().setId("dimensions-dialog");
        getDialogPane().getButtonTypes().setAll(ButtonType.OK, ButtonType.CANCEL);
        GridPane grid = new GridPane();
        grid.setHgap(12);
        grid.setVgap(8);
        grid.add(Controls.label("The file leaves these extents of the network's input open.", "muted"), 0, 0, 2, 1);
        Map<String, Spinner<Integer>> spinners = new LinkedHashMap<>();
        for (OpenDimension dimension : present) {
            Spinner<Integer> spinner = spinner(dimension);
            spinners.put(dimension.name(), spinner);
            grid.addRow(grid.getRowCount(), Controls.label(dimension.name()), spinner);
        }
        getDialogPane().setContent(grid);
        setResultConverter(button -> button == ButtonType.OK ? values(spinners) : null);
    }

    private static Spinner<Integer> spinner(OpenDimension dimension) {
        Spinner<Integer> spinner = new Spinner<>(1, MOST, dimension.value());
        spinner.setId("dimension-" + dimension.name());
        spinner.setEditable(true);
        spinner.setTooltip(Controls.tooltip("Extent of dimension '" + dimension.name() + "', at least 1."));
        // What is no whole number goes back to the last one that was, at once and visibly.
        spinner.getEditor().focusedProperty().addListener((property, before, now) -> {
            if (!now) {
                take(spinner);
            }
        });
        return spinner;
    }

    private static Map<String, Integer> values(Map<String, Spinner<Integer>> spinners) {
        Map<String, Integer> values = new LinkedHashMap<>();
        spinners.forEach((name, spinner) -> {
            take(spinner);
            values.put(name, spinner.getValue());
        });
        return values;
    }

    private static void take(Spinner<Integer> spinner) {
        String typed = spinner.getEditor().getText().strip();
        if (typed.matches("[0-9]{1,6}")) {
            spinner.getValueFactory().setValue(Math.max(1, Math.min(MOST, Integer.parseInt(typed))));
        }
        spinner.getEditor().setText(String.valueOf(spinner.getValue()));
    }
}
