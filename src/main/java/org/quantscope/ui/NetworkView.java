package org.quantscope.ui;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** The whole network: a head to choose a section, and the section. Each is made when it is first looked at. */
final class NetworkView {
    private final BorderPane root = new BorderPane();
    private final Map<NetworkSection, Node> made = new EnumMap<>(NetworkSection.class);
    private final Map<NetworkSection, Supplier<Node>> makers;
    private final Label sentence = Controls.label("", "muted");

    /**
     * @param makers make the sections; their keys are those that there are
     * @param close closes the window
     */
    NetworkView(
            Map<NetworkSection, Supplier<Node>> makers, ObjectProperty<NetworkSection> section, Runnable close) {
        this.makers = new EnumMap<>(makers);
        root.setId("network");
        root.getStyleClass().add("lesson");
        root.setTop(header(section, close));
        root.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                event.consume();
                close.run();
            }
        });
        section.addListener((property, before, now) -> show(now));
        show(section.get());
    }

    Region node() {
        return root;
    }

    private HBox header(ObjectProperty<NetworkSection> section, Runnable close) {
        FontIcon icon = Controls.icon(MaterialDesignS.SITEMAP_OUTLINE);
        icon.getStyleClass().add("lesson-icon");
        Label title = Controls.label("The whole network", "lesson-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        Segments<NetworkSection> sections = new Segments<>("network-section", List.copyOf(makers.keySet()),
                NetworkSection::title, "What is shown of the whole network.");
        sections.setMinWidth(Region.USE_PREF_SIZE);
        sections.onChosen(section::set);
        section.addListener((property, before, now) -> sections.show(now));
        sections.show(section.get());
        sentence.setId("network-sentence");
        sentence.setMinWidth(0);
        HBox header = new HBox(12, icon, title, sections, sentence, Controls.spring(),
                Controls.iconButton("network-close", MaterialDesignC.CLOSE, "Close this window (Esc).", close));
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("lesson-choices");
        return header;
    }

    private void show(NetworkSection section) {
        sentence.setText(section.sentence());
        root.setCenter(made.computeIfAbsent(section, wanted -> makers.get(wanted).get()));
    }
}
