package org.quantscope.ui;

import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.quantscope.workspace.InputSource;
import org.quantscope.workspace.InputState;
import org.quantscope.workspace.Thumbnail;

/** The image that the network is fed, the best answers to it, and the images around it. */
public final class SampleView {
    private static final double PICTURE = 112;
    private static final double SMALL_PICTURE = 64;
    private static final double NARROW = 280;
    private static final double THUMBNAIL = 35;
    private static final double HEIGHT = 294;
    private static final double GAP = 5;

    private final SampleViewModel model;
    private final VBox pane = new VBox();
    private final ImagePlace place;
    private final Label name = Controls.label("");
    private final ImageView picture = new ImageView();
    private final StackPane frame = new StackPane(picture);
    private final SampleAnswers answers;
    private final HBox strip = new HBox(GAP);
    private final Label remark = Controls.label("", "remark", "warn");
    private final Label ranges = Controls.label("", "label-small");
    private final Hyperlink dimensions = new Hyperlink();
    private final Button previous;
    private final Button next;
    private double side;

    public SampleView(SampleViewModel model, Action openImages, Action askDimensions) {
        this.model = model;
        place = new ImagePlace(model);
        answers = new SampleAnswers(model);
        previous = Controls.iconButton(
                "sample-previous", MaterialDesignC.CHEVRON_LEFT, "Show the image before this one.", () -> model.step(-1));
        next = Controls.iconButton(
                "sample-next", MaterialDesignC.CHEVRON_RIGHT, "Show the image after this one.", () -> model.step(1));
        dimensions.setId("sample-dimensions");
        dimensions.setOnAction(event -> {
            dimensions.setVisited(false);
            askDimensions.run();
        });
        pane.setId("sample-pane");
        pane.getStyleClass().addAll("pane", "sample-pane");
        pane.getChildren().setAll(header(Controls.paneButton(openImages)), body());
        pane.setMinWidth(0);
        pane.widthProperty().addListener((property, before, now) -> {
            fit(now.doubleValue() < NARROW);
            showStrip();
        });
        pane.setMinHeight(HEIGHT);
        pane.setPrefHeight(HEIGHT);
        pane.setMaxHeight(HEIGHT);
        model.inputProperty().addListener((property, before, now) -> update());
        model.openDimensionsProperty().addListener((property, before, now) -> showDimensions());
        showDimensions();
        update();
    }

    public Node node() {
        return pane;
    }

    private HBox header(Button open) {
        name.setId("sample-label");
        Label title = Controls.label("Sample image", "pane-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        name.setMinWidth(0);
        HBox steps = new HBox(previous, next, open);
        steps.setAlignment(Pos.CENTER_RIGHT);
        steps.setMinWidth(Region.USE_PREF_SIZE);
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        HBox header = new HBox(title, place.node(), name, steps);
        header.getStyleClass().add("pane-header");
        header.getStyleClass().add("sample-header");
        return header;
    }

    private VBox body() {
        picture.setId("sample-picture");
        frame.getStyleClass().add("picture-frame");
        fit(false);
        HBox.setHgrow(answers.rows(), Priority.ALWAYS);
        HBox top = new HBox(12, frame, answers.rows());
        remark.setId("sample-remark");
        remark.setGraphic(Controls.icon(MaterialDesignA.ALERT_CIRCLE_OUTLINE));
        remark.setMaxWidth(Double.MAX_VALUE);
        ranges.setId("sample-ranges");
        strip.setId("sample-strip");
        Region push = new Region();
        VBox.setVgrow(push, Priority.ALWAYS);
        VBox body = new VBox(8, top, answers.verdict(), remark, push, dimensions, inputSource(), ranges, strip);
        body.setPadding(new Insets(4, 12, 12, 12));
        VBox.setVgrow(body, Priority.ALWAYS);
        return body;
    }

    /** In a narrow pane the picture leaves the room to the words. */
    private void fit(boolean narrow) {
        Styles.set(pane, "narrow", narrow);
        double wanted = narrow ? SMALL_PICTURE : PICTURE;
        if (wanted != side) {
            side = wanted;
            frame.setMinSize(side, side);
            frame.setPrefSize(side, side);
            frame.setMaxSize(side, side);
            model.inputProperty().get().flatMap(InputState::picture)
                    .ifPresent(shown -> PixelImages.show(picture, shown, side));
        }
        answers.fit(narrow);
    }

    private HBox inputSource() {
        String sentence = "What the layer in focus and the rows of the table read. Isolated: the float network's tensors,"
                + " so a layer shows its own error alone. Accumulated: what the quantized layers before it hand over.";
        Segments<InputSource> source = new Segments<>("input-source", List.of(InputSource.values()),
                value -> value == InputSource.ISOLATED ? "Isolated" : "Accumulated", sentence);
        source.onChosen(model::readFrom);
        model.inputSourceProperty().addListener((property, before, now) -> source.show(now));
        source.show(model.inputSourceProperty().get());
        HBox row = new HBox(8, Controls.label("Layer input", "label-small"), Controls.spring(), source);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void update() {
        InputState shown = model.inputProperty().get().orElse(null);
        place.update();
        name.setText(model.label());
        name.setTooltip(model.label().isEmpty() ? null : Controls.tooltip("The data say: " + model.label()));
        previous.setDisable(!model.canStep());
        next.setDisable(!model.canStep());
        remark.setText(shown == null ? "" : shown.remark());
        remark.setTooltip(remark.getText().isEmpty() ? null : Controls.tooltip(remark.getText()));
        Styles.present(remark, !remark.getText().isEmpty());
        ranges.setText(shown == null ? "" : "ranges from " + shown.rangeSource());
        Styles.present(ranges, shown != null && !shown.rangeSource().isEmpty());
        frame.setVisible(shown != null);
        frame.getChildren().setAll(pictureOrDice(shown));
        frame.setAccessibleText(shown == null ? "" : shown.source() + " " + model.label());
        answers.update();
        showStrip();
    }

    /** A prompt and no dialog: the defaults serve until somebody wants others. */
    private void showDimensions() {
        String open = model.openDimensionsProperty().get();
        String sentence = "The file leaves these extents of the network's input open (" + open
                + "); choose others if the network is meant for others.";
        dimensions.setText("Open dimensions: " + open);
        dimensions.setTooltip(Controls.tooltip(sentence));
        dimensions.setAccessibleText(sentence);
        Styles.present(dimensions, !open.isEmpty());
    }

    /** As many of the images around the shown one as there is room for. */
    private void showStrip() {
        strip.getChildren().clear();
        InputState shown = model.inputProperty().get().orElse(null);
        if (shown == null) {
            return;
        }
        List<Thumbnail> nearby = shown.nearby();
        int room = Math.max(1, (int) ((pane.getWidth() - 2 * 12 + GAP) / (THUMBNAIL + GAP)));
        int place = 0;
        while (place < nearby.size() - 1 && nearby.get(place).index() != shown.index()) {
            place++;
        }
        int from = Math.max(0, Math.min(nearby.size() - room, place - room / 2));
        for (Thumbnail thumbnail : nearby.subList(from, Math.min(nearby.size(), from + room))) {
            strip.getChildren().add(button(thumbnail, shown.index()));
        }
    }

    private Node pictureOrDice(InputState shown) {
        if (shown == null || shown.picture().isEmpty()) {
            return Controls.icon(MaterialDesignD.DICE_5_OUTLINE);
        }
        PixelImages.show(picture, shown.picture().get(), side);
        return picture;
    }

    private Button button(Thumbnail thumbnail, int shownIndex) {
        ImageView view = new ImageView();
        PixelImages.show(view, thumbnail.picture(), THUMBNAIL);
        view.setFitWidth(THUMBNAIL);
        view.setFitHeight(THUMBNAIL);
        Button button = new Button(null, view);
        button.setId("thumbnail-" + thumbnail.index());
        button.getStyleClass().setAll("thumbnail");
        if (thumbnail.index() == shownIndex) {
            button.getStyleClass().add("shown");
        }
        String sentence = "Show image #" + NumberFormats.count(thumbnail.index()) + ".";
        button.setTooltip(Controls.tooltip(sentence));
        button.setAccessibleText(sentence);
        button.setOnAction(event -> model.show(thumbnail.index()));
        return button;
    }
}
