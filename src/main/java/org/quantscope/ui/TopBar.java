package org.quantscope.ui;

import java.util.List;
import java.util.Locale;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignW;

/** Menus and tools in one row of 44 pixels. Below 1280 pixels the tools' labels go and their pictures stay. */
final class TopBar {
    private static final double LABELS_FROM = 1280;

    private final HBox bar = new HBox();
    private final MenuBar menus = new MenuBar();
    private final ActionFinder finder;

    TopBar(Actions actions, ActionFinder finder, Node engineBadge, Theme theme) {
        this.finder = finder;
        bar.setId("top-bar");
        bar.getStyleClass().add("top-bar");
        for (ActionMenu menu : ActionMenu.values()) {
            addMenu(menu, actions.sections(menu));
        }
        menus.setId("menu-bar");
        menus.setMinWidth(Region.USE_PREF_SIZE);
        Button open = Controls.toolButton(actions.get("file.open"), "Open");
        MenuButton samples = samples(actions);
        SplitMenuButton save = save(actions);
        Button network = Controls.toolButton(actions.get("network.show"), "Network");
        Button why = Controls.toolButton(actions.get("help.lesson"), "Why?");
        bar.getChildren().setAll(
                appIcon(), menus, divider(), open, samples, save, divider(),
                Controls.toolButton(actions.get("edit.undo"), null),
                Controls.toolButton(actions.get("edit.redo"), null),
                divider(), network, why,
                Controls.spring(), finder.node(), gap(8), engineBadge, gap(4), themeButton(actions, theme));
        hideLabelsWhenNarrow(open, samples, save, network, why);
    }

    Node node() {
        return bar;
    }

    private void addMenu(ActionMenu menu, List<List<Action>> sections) {
        Menu made = new Menu(menu.title());
        made.setId("menu-" + menu.name().toLowerCase(Locale.ROOT));
        for (List<Action> section : sections) {
            if (!made.getItems().isEmpty()) {
                made.getItems().add(new SeparatorMenuItem());
            }
            section.forEach(action -> made.getItems().add(Controls.menuItem(action)));
        }
        if (!made.getItems().isEmpty()) {
            menus.getMenus().add(made);
        }
    }

    private static MenuButton samples(Actions actions) {
        MenuButton button = new MenuButton("Samples", Controls.icon(MaterialDesignI.IMAGE_MULTIPLE_OUTLINE));
        button.setId("tool-samples");
        button.getStyleClass().add("tool");
        button.setTooltip(Controls.tooltip("Open one of the bundled networks with its images."));
        for (SampleNetwork sample : SampleNetwork.ALL) {
            Action action = actions.get("file.sample." + sample.id());
            button.getItems().add(toolMenuItem(action, sample.id()));
        }
        return button;
    }

    private static SplitMenuButton save(Actions actions) {
        SplitMenuButton button = new SplitMenuButton();
        button.setId("tool-file-save");
        button.setText("Save");
        button.getStyleClass().add("tool");
        Controls.wire(button, actions.get("file.save"));
        for (String id : List.of("file.save", "file.saveAs", "file.export")) {
            actions.find(id).ifPresent(action -> button.getItems().add(toolMenuItem(action, action.label())));
        }
        return button;
    }

    /** Without an accelerator: the menu bar has it already, and a key must not act twice. */
    private static MenuItem toolMenuItem(Action action, String text) {
        MenuItem item = Controls.menuItem(action);
        item.setId("tool-" + item.getId());
        item.setText(text);
        item.setAccelerator(null);
        return item;
    }

    private Button themeButton(Actions actions, Theme theme) {
        Button button = Controls.toolButton(actions.get("view.theme"), null);
        Runnable show = () -> button.setGraphic(Controls.icon(
                theme.isDark() ? MaterialDesignW.WHITE_BALANCE_SUNNY : MaterialDesignW.WEATHER_NIGHT));
        theme.modeProperty().addListener((property, before, now) -> show.run());
        show.run();
        return button;
    }

    private void hideLabelsWhenNarrow(Labeled... tools) {
        List<String> texts = List.of(tools).stream().map(Labeled::getText).toList();
        bar.widthProperty().addListener((property, before, now) -> {
            boolean wide = now.doubleValue() >= LABELS_FROM;
            for (int i = 0; i < tools.length; i++) {
                tools[i].setText(wide ? texts.get(i) : null);
            }
            finder.setCompact(!wide);
        });
    }

    private static Node appIcon() {
        ImageView view = new ImageView(new Image(TopBar.class.getResource("/icons/quantscope-48.png").toExternalForm()));
        view.setFitWidth(20);
        view.setFitHeight(20);
        view.setSmooth(true);
        HBox box = new HBox(view);
        box.setMinWidth(28);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private static Region divider() {
        Region line = new Region();
        line.getStyleClass().add("divider");
        HBox.setMargin(line, new Insets(0, 6, 0, 6));
        return line;
    }

    private static Region gap(double width) {
        Region gap = new Region();
        gap.setMinWidth(width);
        return gap;
    }
}
