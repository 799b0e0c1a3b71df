package org.quantscope.ui;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.quantscope.analysis.ArithmeticTrace;
import org.quantscope.analysis.FormalAgreement;
import org.quantscope.analysis.StageAgreement;
import org.quantscope.analysis.Tap;
import org.quantscope.analysis.TraceRow;
import org.quantscope.workspace.TraceAnswer;

/** The arithmetic of one output element: its products, the steps after them in both paths, and where these part. */
public final class TraceView {
    private static final double STAGES_HEIGHT = 152;
    private static final double CARD_PADDING = 24;
    private static final String ORDER = "float32 is added in this order; the map's engine may differ in the last bit";
    private static final String ORDER_WHOLE = "The fake-quant numbers here are float32 sums in the order of the"
            + " products. The engine that fills the maps may add in another order, so that its last bit, and in a tie its"
            + " code, may be another one.";

    private final BorderPane root = new BorderPane();
    private final Label place = Controls.label("", "muted");
    private final Label taps = Controls.label("", "muted");
    private final Label sentence = Controls.label("", "medium");
    private final Label agreement = Controls.label("", "muted");
    private final TableView<StageAgreement> stageTable = TraceTables.stages();
    private final TableView<Tap> tapTable = TraceTables.taps();
    private final TableView<TraceRow> stepTable = TraceTables.steps();
    private final Button copyText = copy("trace-copy-text", "Copy as text", MaterialDesignC.CONTENT_COPY,
            "Copy the whole trace as text of fixed width.");
    private final Button copyProgram = copy("trace-copy-c", "Copy as C test", MaterialDesignL.LANGUAGE_C,
            "Copy a C99 program that computes this element as the integer path does and checks the result.");
    private final VBox products = card("Products", taps, tapTable);
    private final VBox steps = card("Sum to output", order(), stepTable);
    private TraceAnswer shown;

    /** @param close closes the trace */
    public TraceView(TraceViewModel model, Runnable close) {
        root.setId("trace");
        root.getStyleClass().add("lesson");
        sentence.setId("trace-sentence");
        sentence.setWrapText(true);
        agreement.setId("trace-agreement");
        agreement.setMinWidth(0);
        copyText.setOnAction(event -> toClipboard(shown.text()));
        copyProgram.setOnAction(event -> toClipboard(shown.program()));
        root.setTop(header());
        root.setCenter(body());
        root.setBottom(closing());
        root.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                event.consume();
                close.run();
            }
        });
        model.answerProperty().addListener((property, before, now) -> show(now));
        model.agreementProperty().addListener((property, before, now) -> show(now));
        show(model.answerProperty().get());
        show(model.agreementProperty().get());
    }

    public Region node() {
        return root;
    }

    private HBox header() {
        HBox header = new HBox(12, Controls.label("Arithmetic of one output", "lesson-title"), place,
                Controls.spring(), copyText, copyProgram);
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("lesson-choices");
        return header;
    }

    private VBox body() {
        VBox stages = card("Where the paths of the layer part", agreement, stageTable);
        stages.setMinHeight(STAGES_HEIGHT + 40);
        stages.setMaxHeight(STAGES_HEIGHT + 40);
        HBox lower = new HBox(12, products, steps);
        HBox.setHgrow(products, Priority.SOMETIMES); // gives way only where the steps have no room left
        HBox.setHgrow(steps, Priority.ALWAYS);
        VBox.setVgrow(lower, Priority.ALWAYS);
        VBox body = new VBox(12, stages, lower);
        body.getStyleClass().add("trace-body");
        return body;
    }

    private static Label order() {
        Label order = Controls.label(ORDER, "muted");
        order.setId("trace-order");
        order.setMinWidth(0);
        order.setTooltip(Controls.tooltip(ORDER_WHOLE));
        return order;
    }

    private static VBox card(String title, Label note, TableView<?> table) {
        Label name = Controls.label(title, "medium");
        name.setMinWidth(Region.USE_PREF_SIZE);
        HBox head = new HBox(8, name, note);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("lesson-card-head");
        VBox card = new VBox(4, head, table);
        card.getStyleClass().add("lesson-card");
        card.setMinWidth(0);
        VBox.setVgrow(table, Priority.ALWAYS);
        return card;
    }

    private HBox closing() {
        HBox closing = new HBox(8, sentence);
        closing.setAlignment(Pos.CENTER_LEFT);
        closing.getStyleClass().add("lesson-closing");
        return closing;
    }

    private static Button copy(String id, String text, Ikon icon, String tooltip) {
        Button button = new Button(text, Controls.icon(icon));
        button.setId(id);
        button.setTooltip(Controls.tooltip(tooltip));
        return button;
    }

    private void show(TraceAnswer now) {
        shown = now;
        copyText.setDisable(now == null);
        copyProgram.setDisable(now == null);
        if (now == null) {
            return;
        }
        ArithmeticTrace trace = now.trace();
        place.setText(trace.layer() + ", " + trace.pixel().displayName());
        long padded = trace.taps().stream().filter(Tap::inPadding).count();
        taps.setText(NumberFormats.count(trace.taps().size()) + " taps"
                + (padded == 0 ? "" : ", " + NumberFormats.count(padded) + " in the padding"));
        tapTable.getColumns().setAll(TraceTables.tapColumns(trace));
        tapTable.getItems().setAll(trace.taps());
        products.setPrefWidth(TraceTables.width(tapTable) + CARD_PADDING);
        TraceTables.show(stepTable, now.rows());
        double least = TraceTables.leastWidth(stepTable) + CARD_PADDING;
        steps.setMinWidth(least);
        steps.setPrefWidth(least); // it grows from there, so that the products are given their room first
        boolean parts = trace.verdict().parting().isPresent();
        sentence.setText(trace.verdict().sentence().replace(" -", " −"));
        Styles.set(sentence, "warn", parts);
    }

    private void show(FormalAgreement now) {
        agreement.setText(now == null ? "" : now.firstDifference()
                .map(stage -> "first at the " + stage.stage().displayName())
                .orElse("they agree at every stage"));
        if (now != null) {
            stageTable.getItems().setAll(now.stages());
        }
    }

    private static void toClipboard(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }
}
