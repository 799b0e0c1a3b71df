package org.quantscope.ui;

import java.time.LocalTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.quantscope.ui.chart.Palette;
import org.quantscope.workspace.Workspace;

/** The whole network in a window of its own, beside the main one and in its colours. */
final class NetworkWindow {
    private static final double WIDTH = 1240;
    private static final double HEIGHT = 720;

    private final AnswerViewModel answer;
    private final DataSetViewModel dataSet;
    private final SensitivityViewModel sensitivity;
    private final DivergenceViewModel divergence;
    private final ObjectProperty<NetworkSection> section =
            new SimpleObjectProperty<>(this, "section", NetworkSection.ANSWER);
    private final Scene scene;
    private Stage stage;

    NetworkWindow(Workspace workspace, Theme theme, Dialogs dialogs) {
        answer = new AnswerViewModel(workspace);
        dataSet = new DataSetViewModel(workspace, LocalTime::now);
        sensitivity = new SensitivityViewModel(workspace);
        divergence = new DivergenceViewModel(workspace);
        Map<NetworkSection, Supplier<Node>> makers = new EnumMap<>(NetworkSection.class);
        makers.put(NetworkSection.ANSWER, () -> {
            AnswerView view = new AnswerView(answer);
            follow(theme, view::setPalette);
            return view.node();
        });
        makers.put(NetworkSection.DATA_SET, () -> new DataSetView(dataSet, dialogs).node());
        makers.put(NetworkSection.SENSITIVITY, () -> {
            SensitivityView view = new SensitivityView(sensitivity);
            follow(theme, view::setPalette);
            return view.node();
        });
        makers.put(NetworkSection.DIVERGENCE, () -> {
            DivergenceView view = new DivergenceView(divergence);
            follow(theme, view::setPalette);
            return view.node();
        });
        scene = new Scene(new NetworkView(makers, section, this::close).node(), WIDTH, HEIGHT);
        theme.dress(scene.getStylesheets());
        section.addListener((property, before, now) -> lookAt(isShowing()));
    }

    private static void follow(Theme theme, Consumer<Palette> view) {
        theme.modeProperty().addListener((property, before, now) ->
                view.accept(theme.paletteProperty().getValue()));
        view.accept(theme.paletteProperty().getValue());
    }

    Scene scene() {
        return scene;
    }

    AnswerViewModel answer() {
        return answer;
    }

    DataSetViewModel dataSet() {
        return dataSet;
    }

    SensitivityViewModel sensitivity() {
        return sensitivity;
    }

    DivergenceViewModel divergence() {
        return divergence;
    }

    ObjectProperty<NetworkSection> sectionProperty() {
        return section;
    }

    boolean isShowing() {
        return stage != null && stage.isShowing();
    }

    /** Opens the window at a section, or brings it to the front. */
    void show(Window owner, NetworkSection wanted) {
        section.set(wanted);
        show(owner);
    }

    /** Opens the window where it was left, or brings it to the front. */
    void show(Window owner) {
        if (stage == null) {
            stage = new Stage();
            stage.setTitle("The whole network");
            stage.setScene(scene);
            stage.setMinWidth(960);
            stage.setMinHeight(560);
            stage.setOnHidden(event -> lookAt(false));
            if (owner instanceof Stage main) {
                stage.getIcons().setAll(main.getIcons());
            }
        }
        stage.show();
        stage.toFront();
        lookAt(true);
    }

    /** What is costly to keep up to date is computed only while somebody looks. */
    private void lookAt(boolean looked) {
        divergence.openProperty().set(looked && section.get() == NetworkSection.DIVERGENCE);
    }

    void close() {
        if (stage != null) {
            stage.hide();
        }
    }
}
