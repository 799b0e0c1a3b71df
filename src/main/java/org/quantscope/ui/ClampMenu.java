package org.quantscope.ui;

import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import org.quantscope.quant.Clamp;

/** The row of the fused activation: none, ReLU, ReLU6 or bounds of one's own. */
final class ClampMenu {
    private static final Clamp RELU = new Clamp(0, Float.POSITIVE_INFINITY);
    private static final Clamp RELU6 = new Clamp(0, 6);

    private final LayerPathViewModel model;
    private final MenuButton kind = new MenuButton();
    private final NumberField low = new NumberField("clamp-low", "Lower bound of the output, in real units.");
    private final NumberField high = new NumberField("clamp-high", "Upper bound of the output, in real units.");
    private final Label from = Controls.label("from", "muted");
    private final Label to = Controls.label("to", "muted");
    private final ParameterRow row;

    ClampMenu(LayerPathViewModel model) {
        this.model = model;
        kind.setId("clamp");
        kind.setMinWidth(MenuButton.USE_PREF_SIZE);
        kind.getStyleClass().add("flat-menu");
        kind.setTooltip(Controls.tooltip("The activation that the layer does itself: its output is kept between two bounds,"
                + " before it is quantized."));
        kind.getItems().setAll(
                item("clamp-none", "none", Optional.empty()),
                item("clamp-relu", "ReLU", Optional.of(RELU)),
                item("clamp-relu6", "ReLU6", Optional.of(RELU6)));
        low.onTaken(text -> model.typeClamp(false, text));
        high.onTaken(text -> model.typeClamp(true, text));
        low.setPrefWidth(38);
        high.setPrefWidth(38);
        low.getStyleClass().add("quiet");
        high.getStyleClass().add("quiet");
        row = new ParameterRow("Clamp", kind, from, low, to, high)
                .listenTo(model.faultProperty(), RowFault.Row.CLAMP);
    }

    ParameterRow row() {
        return row;
    }

    void show(Optional<Clamp> clamp) {
        kind.setText(clamp.map(Clamp::displayName).orElse("none"));
        low.show(clamp.map(bounds -> bound(bounds.lo())).orElse(""), false);
        high.show(clamp.map(bounds -> bound(bounds.hi())).orElse(""), false);
        Styles.present(from, clamp.isPresent());
        Styles.present(low, clamp.isPresent());
        Styles.present(to, clamp.isPresent());
        Styles.present(high, clamp.isPresent());
    }

    private static String bound(float value) {
        if (Float.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        return ParameterText.brief(value);
    }

    private MenuItem item(String id, String text, Optional<Clamp> clamp) {
        MenuItem item = new MenuItem(text);
        item.setId(id);
        item.setOnAction(event -> model.chooseClamp(clamp));
        return item;
    }
}
