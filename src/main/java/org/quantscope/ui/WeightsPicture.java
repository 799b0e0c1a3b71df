package org.quantscope.ui;

import java.util.List;
import java.util.Optional;
import org.quantscope.analysis.ChannelSpan;
import org.quantscope.analysis.HistogramAxis;
import org.quantscope.analysis.WeightCounter;
import org.quantscope.analysis.WeightHistogram;
import org.quantscope.model.Layer;
import org.quantscope.quant.TensorParams;
import org.quantscope.ui.chart.ClipState;

/**
 * What the weights pane draws, counted from one request.
 *
 * @param request what it was counted from
 * @param histogram the weights before and after
 * @param spans the range of every channel
 */
record WeightsPicture(Request request, WeightHistogram histogram, List<ChannelSpan> spans) {
    /**
     * What is to be counted.
     *
     * @param layer whose weights
     * @param counter that of the layer; it keeps what it counted from request to request
     * @param params their parameters; empty: they stay float
     * @param axis real values or codes
     * @param wholeLayer all channels, or the shown one alone
     * @param channel the shown channel
     * @param clip the range to take hold of; empty where no single one serves what is shown
     */
    record Request(
            Layer layer,
            WeightCounter counter,
            Optional<TensorParams> params,
            HistogramAxis axis,
            boolean wholeLayer,
            int channel,
            Optional<ClipState> clip) {
        boolean sameAs(Request other) {
            return other != null
                    && layer == other.layer
                    && axis == other.axis
                    && wholeLayer == other.wholeLayer
                    && channel == other.channel
                    && params.equals(other.params)
                    && clip.equals(other.clip);
        }
    }

    static WeightsPicture of(Request request) {
        WeightCounter counter = request.counter();
        WeightHistogram histogram = request.wholeLayer()
                ? counter.layer(request.params(), request.axis(), request.channel())
                : counter.channel(request.params(), request.axis(), request.channel());
        return new WeightsPicture(request, histogram, counter.spans(request.params()));
    }
}
