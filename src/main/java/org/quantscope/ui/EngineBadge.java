package org.quantscope.ui;

import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.quantscope.workspace.EngineStatus;
import org.quantscope.workspace.Workspace;

/** Which engine computes: green where the fast one is exact, amber where the plain loops serve. */
final class EngineBadge {
    private static final String PLAIN = "reference";

    private final Label badge = Controls.label("", "badge");
    private final Tooltip tooltip = Controls.tooltip("");
    private EngineStatus shown;

    EngineBadge(Workspace workspace) {
        badge.setId("engine-badge");
        badge.setTooltip(tooltip);
        badge.setMinWidth(Label.USE_PREF_SIZE);
        workspace.onChange(state -> show(state.engine()));
    }

    Node node() {
        return badge;
    }

    private void show(EngineStatus engine) {
        if (engine.equals(shown)) {
            return;
        }
        shown = engine;
        badge.getStyleClass().removeAll("good", "warn", "plain");
        if (engine.loading()) {
            showLoading();
        } else {
            showLoaded(engine);
        }
        tooltip.setText(engine.description());
        badge.setAccessibleText("Engine: " + engine.description());
    }

    private void showLoading() {
        ProgressIndicator spinner = new ProgressIndicator();
        spinner.setPrefSize(14, 14);
        badge.setText("loading engines");
        badge.getStyleClass().add("plain");
        badge.setGraphic(spinner);
    }

    private void showLoaded(EngineStatus engine) {
        boolean plain = engine.name().equals(PLAIN);
        badge.setText(word(engine.name()) + (engine.exact() ? ", exact" : ""));
        badge.getStyleClass().add(plain || !engine.exact() ? "warn" : "good");
        badge.setGraphic(plain ? Controls.icon(MaterialDesignA.ALERT_CIRCLE_OUTLINE)
                : Controls.icon(MaterialDesignC.CHECK_CIRCLE_OUTLINE));
    }

    private static String word(String name) {
        return switch (name) {
            case PLAIN -> "plain loops";
            case "onednn" -> "oneDNN";
            default -> name.toUpperCase(Locale.ROOT);
        };
    }
}
