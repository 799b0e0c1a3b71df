package org.quantscope.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import org.quantscope.analysis.ArithmeticTrace;
import org.quantscope.analysis.Figures;
import org.quantscope.analysis.StageAgreement;
import org.quantscope.analysis.Tap;
import org.quantscope.analysis.TraceRow;

/** The three tables of a trace: the stages of the layer, the products, and the steps after them. */
final class TraceTables {
    private static final PseudoClass PARTS = PseudoClass.getPseudoClass("parts");
    /** A hyphen that is the sign of a number or of an exponent. */
    private static final Pattern MINUS = Pattern.compile("-(?=\\d)");
    private static final double SCROLL_BAR = 16;
    private static final double LEAST_HOW = 128;
    private static final double LEAST_REMARK = 420;
    private static final double CELL_PADDING = 10;
    /** Of the window's face at 12 px. */
    private static final double DIGIT_WIDTH = 6.75;
    private static final int MEASURED_ROWS = 100;

    private TraceTables() {}

    static TableView<StageAgreement> stages() {
        TableView<StageAgreement> table = table(
                "trace-stages", "Nothing compared yet", StageAgreement::differs, StageAgreement::remark);
        TableColumn<StageAgreement, String> remark = column("", LEAST_REMARK, false, StageAgreement::remark);
        table.getColumns().setAll(List.of(
                column("Stage", 104, false, stage -> stage.stage().displayName()),
                column("Compared", 76, true, stage -> stage.exists() ? Figures.integer(stage.compared()) : "–"),
                column("Differ", 64, true, stage -> stage.exists() ? Figures.integer(stage.differing()) : "–"),
                column("Largest", 104, true, stage -> stage.exists()
                        ? Figures.rough(stage.maxDifference()) + " " + stage.unitOfLargest() : "–"),
                remark));
        fill(table, room -> remark.setPrefWidth(Math.max(LEAST_REMARK, room)), remark);
        return table;
    }

    /** The last column, how a number is computed, takes the room that is left, or is only in the rows' tooltips. */
    static TableView<TraceRow> steps() {
        TableView<TraceRow> table = table(
                "trace-steps", "Click a pixel of the output maps", TraceRow::parts, TraceRow::formula);
        TableColumn<TraceRow, String> how = column("How", LEAST_HOW, false, TraceRow::formula);
        table.getColumns().setAll(List.of(
                column("Step", 116, false, TraceRow::label),
                column("Integer", 84, true, row -> row.integer().orElse("")),
                column("Fake-quant", 84, true, row -> row.fakeQuant().orElse("")),
                how));
        fill(table, room -> {
            how.setVisible(room >= LEAST_HOW);
            how.setPrefWidth(Math.max(LEAST_HOW, room));
        }, how);
        return table;
    }

    /** Tells the last column whenever the room that the others leave it changes. */
    private static <T> void fill(TableView<T> table, DoubleConsumer room, TableColumn<T, ?> last) {
        Runnable tell = () -> room.accept(table.getWidth() - SCROLL_BAR - widthWithout(last, table));
        table.widthProperty().addListener((property, before, now) -> tell.run());
        table.getColumns().stream().filter(column -> column != last).forEach(column ->
                column.widthProperty().addListener((property, before, now) -> tell.run()));
    }

    /** Shows the steps of a trace, in columns that are wide enough for them. */
    static void show(TableView<TraceRow> table, List<TraceRow> rows) {
        fit(table.getColumns().get(1), 84, rows, row -> row.integer().orElse(""));
        fit(table.getColumns().get(2), 84, rows, row -> row.fakeQuant().orElse(""));
        fit(table.getColumns().get(0), 116, rows, TraceRow::label);
        table.getItems().setAll(rows);
    }

    /** The room that the steps need at least: all but the last column. */
    static double leastWidth(TableView<TraceRow> steps) {
        return SCROLL_BAR + widthWithout(steps.getColumns().get(3), steps);
    }

    /** The room that a table needs, with its scroll bar. */
    static double width(TableView<?> table) {
        return SCROLL_BAR + widthWithout(null, table);
    }

    private static double widthWithout(TableColumn<?, ?> left, TableView<?> table) {
        return table.getColumns().stream()
                .filter(column -> column != left)
                .mapToDouble(column -> Math.max(column.getPrefWidth(), column.getMinWidth()))
                .sum();
    }

    /** Rows are numbers of taps, so that thousands of them cost nothing until they are seen. */
    static TableView<Tap> taps() {
        return table("trace-taps", "Click a pixel of the output maps", Tap::overflows, tap -> "");
    }

    /** The columns that fit a trace: codes only where there are codes. */
    static List<TableColumn<Tap, ?>> tapColumns(ArithmeticTrace trace) {
        boolean inputCodes = trace.params().input().isPresent();
        boolean weightCodes = trace.weight().isPresent();
        List<TableColumn<Tap, ?>> columns = new ArrayList<>();
        columns.add(column("Channel", 54, true, tap -> Integer.toString(tap.channel())));
        columns.add(column("Kernel", 46, true, tap -> tap.kernelRow() + ", " + tap.kernelColumn()));
        if (inputCodes) {
            columns.add(fitted("qx", 38, trace, tap -> Integer.toString(tap.input().code())));
        }
        columns.add(fitted(inputCodes ? "qx − zx" : "x", 56, trace, tap ->
                tap.inPadding() ? "pad" : Figures.real(tap.input().steps())));
        if (weightCodes) {
            columns.add(fitted("qw", 38, trace, tap -> Integer.toString(tap.weight().code())));
        }
        columns.add(fitted(weightCodes ? "qw − zw" : "w", 58, trace, tap -> Figures.real(tap.weight().steps())));
        columns.add(fitted("Product", 64, trace, tap -> Figures.real(tap.product())));
        columns.add(fitted(trace.isInteger() ? "Register" : "Sum", 72, trace, tap ->
                trace.isInteger() ? Figures.integer(tap.held()) : Figures.real(tap.real())));
        columns.add(fitted("Float32 sum", 84, trace, tap -> Figures.single(tap.fakeQuant())));
        return columns;
    }

    private static TableColumn<Tap, String> fitted(
            String title, double least, ArithmeticTrace trace, Function<Tap, String> text) {
        TableColumn<Tap, String> column = column(title, least, true, text);
        fit(column, least, trace.taps(), text);
        return column;
    }

    /** Looks at some rows only where there are very many: the last one, and others evenly apart. */
    private static <T> void fit(TableColumn<T, ?> column, double least, List<T> rows, Function<T, String> text) {
        int step = 1 + rows.size() / MEASURED_ROWS;
        int longest = 0;
        for (int at = rows.size() - 1; at >= 0; at -= step) {
            longest = Math.max(longest, text.apply(rows.get(at)).length());
        }
        column.setPrefWidth(Math.max(least, CELL_PADDING + longest * DIGIT_WIDTH));
    }

    private interface Mark<T> {
        boolean of(T row);
    }

    private static <T> TableView<T> table(
            String id, String placeholder, Mark<T> marked, Function<T, String> explanation) {
        TableView<T> table = new TableView<>();
        table.setId(id);
        table.getStyleClass().addAll("dense", "trace-table");
        Label empty = Controls.label(placeholder, "muted");
        table.setPlaceholder(empty);
        table.setRowFactory(view -> new TableRow<>() {
            private final Tooltip tooltip = Controls.tooltip("");

            @Override
            protected void updateItem(T item, boolean none) {
                super.updateItem(item, none);
                pseudoClassStateChanged(PARTS, !none && item != null && marked.of(item));
                tooltip.setText(none || item == null ? "" : explanation.apply(item));
                setTooltip(tooltip.getText().isEmpty() ? null : tooltip);
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
        column.getStyleClass().addAll(right ? List.of("right") : List.of("name", "name-header"));
        column.setStyle(right ? "-fx-alignment: center-right;" : "-fx-alignment: center-left;");
        column.setCellValueFactory(cell -> {
            String words = text.apply(cell.getValue());
            return new ReadOnlyStringWrapper(MINUS.matcher(words).replaceAll("−"));
        });
        return column;
    }
}
