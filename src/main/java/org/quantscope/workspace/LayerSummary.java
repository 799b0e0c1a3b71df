package org.quantscope.workspace;

import org.quantscope.analysis.QuantizationError;
import org.quantscope.quant.LayerParams;

/**
 * A row of the layer table.
 *
 * @param params the parameters that the figures belong to
 * @param inputVersion the input that the figures belong to
 * @param error float against fake-quant at the layer's output
 * @param worstChannel the channel with the lowest SQNR
 * @param differing elements of the integer path that differ from fake-quant
 */
public record LayerSummary(
        LayerParams params, long inputVersion, QuantizationError error, int worstChannel, long differing) {}
