package org.quantscope.analysis;

import java.util.Optional;

/**
 * One step of a trace, the two paths side by side. Numbers are written with a plain hyphen and a dot.
 *
 * @param stage the stage that the step belongs to
 * @param label what is computed
 * @param formula how the integer path computes it; empty where there is nothing to compute
 * @param integer the integer path's number; empty where it has no such step
 * @param fakeQuant the fake-quant path's number; empty where it has no such step
 * @param parts whether this is where the two paths part
 */
public record TraceRow(
        Stage stage,
        String label,
        String formula,
        Optional<String> integer,
        Optional<String> fakeQuant,
        boolean parts) {}
