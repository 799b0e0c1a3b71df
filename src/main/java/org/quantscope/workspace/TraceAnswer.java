package org.quantscope.workspace;

import java.util.List;
import org.quantscope.analysis.ArithmeticTrace;
import org.quantscope.analysis.TraceRow;
import org.quantscope.analysis.TraceRows;
import org.quantscope.export.TraceCProgram;
import org.quantscope.export.TraceText;

/** A trace with the forms in which it can be taken along. */
public record TraceAnswer(ArithmeticTrace trace) {
    /** Everything after the products, both paths side by side. */
    public List<TraceRow> rows() {
        return TraceRows.of(trace);
    }

    /** The trace as text of fixed width. */
    public String text() {
        return TraceText.of(trace);
    }

    /** The trace as a C99 program that checks itself. */
    public String program() {
        return TraceCProgram.of(trace);
    }
}
