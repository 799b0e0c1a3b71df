package org.quantscope.ui;

import java.util.List;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/**
 * The window: menus and tools, the panes, the two meters. It is a scene that can be shown on a stage or drawn without
 * one.
 */
public final class MainWindow {
    private static final List<Integer> ICON_SIZES = List.of(16, 32, 48, 128, 256);

    private final Workspace workspace;
    private final WindowMemory memory;
    private final Theme theme;
    private final Dialogs dialogs;
    private final Actions actions;
    private final SettingsSaving saving;
    private final MessageBar messages = new MessageBar();
    private final BorderPane root = new BorderPane();
    private final PaneLayout layout;
    private final Scene scene;
    private final TraceWindow trace;
    private final NetworkStripPlace strip;
    private Runnable close = () -> {};
    private LessonWindow lesson;
    private NetworkWindow network;
    private CalibrationWindow calibration;
    private ExportWindow export;

    private MainWindow(Workspace workspace, Dialogs dialogs, WindowMemory memory, Theme theme) {
        this.workspace = workspace;
        this.memory = memory;
        this.theme = theme;
        this.dialogs = dialogs;
        WindowMemory.Sizes sizes = memory.sizes();
        saving = new SettingsSaving(workspace, dialogs);
        actions = WindowActions.create(workspace, dialogs, saving, this::showExport, theme::toggle,
                this::showLesson, () -> close.run());
        LayersView layers = new LayersView(new LayersViewModel(workspace));
        SampleView sample = new SampleView(
                new SampleViewModel(workspace), actions.get("file.openImages"), actions.get("file.dimensions"));
        ExplorerPanes panes = ExplorerPanes.create(workspace, actions);
        trace = new TraceWindow(new TraceViewModel(workspace, panes.outputs()), theme);
        actions.add(ActionMenu.LAYER, Action.of("layer.trace", "Arithmetic of one output", "Show every product, sum and"
                        + " rounding of the output element under the cursor, in both quantized paths.", this::toggleTrace)
                .withIcon(MaterialDesignF.FORMAT_LIST_NUMBERED)
                .withKeys("T"));
        panes.showTraceToggle(actions.get("layer.trace"), trace.openProperty());
        strip = NetworkStripPlace.create(workspace, actions, memory, theme);
        actions.add(ActionMenu.NETWORK, Action.of("network.calibrate", "Calibrate on…", "Observe the ranges of every layer's input"
                        + " and output on many images, for all range methods at once.", () ->
                        calibration().show(scene().getWindow()))
                .withIcon(MaterialDesignC.CHART_HISTOGRAM));
        NetworkActions.addTo(actions, workspace, this::network, () -> scene().getWindow());
        ActionFinder finder = new ActionFinder(new ActionSearch(actions::all, workspace));
        addOwnActions(finder, layers);
        layout = new PaneLayout(
                column(layers.node(), sample.node()), panes.weights(), panes.output(), panes.side(), sizes);
        build(finder, layers);
        scene = new Scene(root, sizes.width(), sizes.height());
        HeldKeys.actOnce(scene);
        theme.dress(scene.getStylesheets());
        theme.modeProperty().addListener((property, before, now) -> {
            memory.rememberTheme(now);
            panes.setPalette(theme.paletteProperty().getValue());
        });
        panes.setPalette(theme.paletteProperty().getValue());
        scene.getAccelerators().put(KeyCombination.valueOf("Shortcut+Y"), actions.get("edit.redo")::run);
        workspace.onProblem(messages::showProblem);
        workspace.onNotice(messages::showNotice);
    }

    /** The window of a person: looks as it was left. */
    public static MainWindow create(Workspace workspace, Dialogs dialogs) {
        return create(workspace, dialogs, WindowMemory.ofUser());
    }

    /** As {@link #create(Workspace, Dialogs)} with a memory of its own. */
    public static MainWindow create(Workspace workspace, Dialogs dialogs, WindowMemory memory) {
        // Before the first control, which would load the style sheet of JavaFX for nothing.
        Theme theme = new Theme(memory.theme());
        return new MainWindow(workspace, dialogs, memory, theme);
    }

    public Scene scene() {
        return scene;
    }

    public Actions actions() {
        return actions;
    }

    public Theme theme() {
        return theme;
    }

    /** The lesson, which is made when it is first wanted. */
    public LessonWindow lesson() {
        if (lesson == null) {
            lesson = new LessonWindow(workspace, theme);
        }
        return lesson;
    }

    /** What is known of the whole network, made when it is first wanted. */
    NetworkWindow network() {
        if (network == null) {
            network = new NetworkWindow(workspace, theme, dialogs);
            network.sensitivity().effectsProperty().addListener((property, before, now) ->
                    strip.model().showEffects(now));
            NetworkActions.addKeys(network.scene(), actions);
        }
        return network;
    }

    /** Calibration on images of one's choice, made when it is first wanted. */
    CalibrationWindow calibration() {
        if (calibration == null) {
            calibration = new CalibrationWindow(workspace, theme, dialogs);
        }
        return calibration;
    }

    /** Formats, what they cannot say, saving and the proof; made when it is first wanted. */
    ExportWindow export() {
        if (export == null) {
            export = new ExportWindow(workspace, theme, dialogs);
            NetworkActions.addKeys(export.scene(), actions);
        }
        return export;
    }

    /** Tells the person one sentence about something that went wrong. */
    public void showProblem(String sentence) {
        messages.showProblem(sentence);
    }

    /** Puts the window on a stage: title, icon, size, and the question before unsaved changes are lost. */
    public void putOn(Stage stage) {
        stage.setScene(scene);
        stage.setMinWidth(1024);
        stage.setMinHeight(700);
        for (int size : ICON_SIZES) {
            stage.getIcons().add(new Image(
                    MainWindow.class.getResource("/icons/quantscope-" + size + ".png").toExternalForm()));
        }
        workspace.onChange(state -> stage.setTitle(title(state)));
        stage.setOnCloseRequest(event -> {
            if (!saving.thenGoOn(this::rememberSizes)) {
                event.consume();
            }
        });
        stage.setOnHidden(event -> {
            trace.close();
            if (lesson != null) {
                lesson.close();
            }
            if (network != null) {
                network.close();
            }
            if (calibration != null) {
                calibration.close();
            }
            if (export != null) {
                export.close();
            }
        });
        close = () -> {
            WindowEvent request = new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST);
            Event.fireEvent(stage, request);
            if (!request.isConsumed()) {
                stage.hide();
            }
        };
    }

    static String title(WorkspaceState state) {
        return state.model().map(model -> model.fileName() + " - Quantscope").orElse("Quantscope");
    }

    private void toggleTrace() {
        trace.toggle(scene.getWindow());
    }

    /** The arithmetic of the output element under the cursor. */
    TraceWindow trace() {
        return trace;
    }

    /** The line of all layers over the panes. */
    NetworkStripViewModel strip() {
        return strip.model();
    }

    private void showExport() {
        export().show(scene.getWindow());
    }

    private void showLesson() {
        lesson().show(scene.getWindow());
    }

    private void rememberSizes() {
        memory.rememberSizes(new WindowMemory.Sizes(
                scene.getWidth(), scene.getHeight(), layout.left(), layout.right(), layout.upper()));
    }

    private void addOwnActions(ActionFinder finder, LayersView layers) {
        actions.add(
                ActionMenu.VIEW,
                Action.of("view.find", "Find an action…", "Find anything that can be done by words.", finder::focus)
                        .withIcon(MaterialDesignM.MAGNIFY)
                        .withKeys("Shortcut+K"),
                Action.of("view.filter", "Filter layers…", "Show only some layers.", layers::focusFilter)
                        .withIcon(MaterialDesignF.FILTER_VARIANT)
                        .withKeys("Shortcut+F"));
    }

    private void build(ActionFinder finder, LayersView layers) {
        root.setId("main-window");
        TopBar top = new TopBar(actions, finder, new EngineBadge(workspace).node(), theme);
        root.setTop(new VBox(top.node(), messages.node(), strip.node()));
        EmptyHint hint = new EmptyHint(actions);
        Node empty = hint.node();
        StackPane centre = new StackPane(empty);
        root.setCenter(centre);
        root.setBottom(new StatusView(new StatusViewModel(workspace), () -> trace.show(scene.getWindow())).node());
        workspace.onChange(state -> {
            boolean opened = state.model().isPresent() && empty.isVisible();
            empty.setVisible(state.model().isEmpty());
            hint.show(state.task());
            if (opened) {
                // Not before: styling the panes takes longer than everything else of an empty window.
                centre.getChildren().add(layout.node());
                layers.focusTable();
            }
        });
        new FileDrop(workspace, saving).watch(root);
        PlainKeys.keepFromTyping(root, actions);
    }

    private static Region column(Node upper, Node lower) {
        VBox column = new VBox(upper, lower);
        column.setMinWidth(0);
        VBox.setVgrow(upper, Priority.ALWAYS);
        return column;
    }
}
