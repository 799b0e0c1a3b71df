package org.quantscope.ui;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import org.quantscope.analysis.ArithmeticTrace;
import org.quantscope.analysis.Figures;
import org.quantscope.analysis.StageAgreement;
import org.quantscope.analysis.Tap;
import org.quantscope.analysis.TraceRow;

/** The three tables of a trace: the stages of the layer, the products, and the steps after them. */
final class TraceTables {
    private static final PseudoClass PARTS = PseudoClass.getPseudoClass("parts");

    private TraceTables() {}

    static TableView<StageAgreement> stages() {
        TableView<StageAgreement> table = table("trace-stages", "Nothing compared yet", StageAgreement::differs);
        table.getColumns().setAll(List.of(
                column("Stage", 104, false, stage -> stage.stage().displayName()),
                column("Compared", 76, true, stage -> stage.exists() ? Figures.integer(stage.compared()) : "–"),
                column("Differ", 64, true, stage -> stage.exists() ? Figures.integer(stage.differing()) : "–"),
                column("Largest", 104, true, stage -> stage.exists()
                        ? Figures.rough(stage.maxDifference()) + " " + stage.unit() : "–"),
                column("", 420, false, StageAgreement::remark)));
        return table;
    }

    static TableView<TraceRow> steps() {
        TableView<TraceRow> table = table("trace-steps", "Click a pixel of the output maps", TraceRow::parts);
        table.getColumns().setAll(List.of(
                column("Step", 128, false, TraceRow::label),
                column("Integer", 104, true, row -> row.integer().orElse("")),
                column("Fake-quant", 104, true, row -> row.fakeQuant().orElse("")),
                column("How", 280, false, TraceRow::formula)));
        return table;
    }

    /** Rows are numbers of taps, so that thousands of them cost nothing until they are seen. */
    static TableView<Tap> taps() {
        return table("trace-taps", "Click a pixel of the output maps", Tap::overflows);
    }

    /** The columns that fit a trace: codes only where there are codes. */
    static List<TableColumn<Tap, ?>> tapColumns(ArithmeticTrace trace) {
        boolean inputCodes = trace.params().input().isPresent();
        boolean weightCodes = trace.weight().isPresent();
        return List.of(
                column("Channel", 54, true, tap -> Integer.toString(tap.channel())),
                column("Kernel", 46, true, tap -> tap.kernelRow() + ", " + tap.kernelColumn()),
                column("qx", 42, true, tap -> inputCodes ? Integer.toString(tap.input().code()) : ""),
                column(inputCodes ? "qx − zx" : "x", 58, true, tap ->
                        tap.inPadding() ? "pad" : Figures.real(tap.input().steps())),
                column("qw", 42, true, tap -> weightCodes ? Integer.toString(tap.weight().code()) : ""),
                column(weightCodes ? "qw − zw" : "w", 58, true, tap -> Figures.real(tap.weight().steps())),
                column("Product", 76, true, tap -> Figures.real(tap.product())),
                column(trace.isInteger() ? "Register" : "Sum", 92, true, tap ->
                        trace.isInteger() ? Figures.integer(tap.held()) : Figures.real(tap.real())),
                column("Float32 sum", 92, true, tap -> Figures.single(tap.fakeQuant())));
    }

    private interface Mark<T> {
        boolean of(T row);
    }

    private static <T> TableView<T> table(String id, String placeholder, Mark<T> marked) {
        TableView<T> table = new TableView<>();
        table.setId(id);
        table.getStyleClass().addAll("dense", "trace-table");
        Label empty = Controls.label(placeholder, "muted");
        table.setPlaceholder(empty);
        table.setRowFactory(view -> new TableRow<>() {
            @Override
            protected void updateItem(T item, boolean none) {
                super.updateItem(item, none);
                pseudoClassStateChanged(PARTS, !none && item != null && marked.of(item));
            }
        });
        return table;
    }

    private static <T> TableColumn<T, String> column(
            String title, double width, boolean right, Function<T, String> text) {
        TableColumn<T, String> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        column.setStyle(right ? "-fx-alignment: center-right;" : "-fx-alignment: center-left;");
        if (right) {
            column.getStyleClass().add("right");
        }
        column.setCellValueFactory(cell -> {
            String words = text.apply(cell.getValue());
            return new ReadOnlyStringWrapper(right ? words.replace('-', '−') : words);
        });
        return column;
    }
}
