package org.quantscope.ui.chart;

import org.quantscope.analysis.HistogramAxis;
import org.quantscope.analysis.WeightHistogram;

/** What a histogram says about one place: the level there, or else the bin. */
final class HistogramHover {
    private HistogramHover() {}

    /**
     * @param clip how codes relate to values; null where channels differ or the weights are float
     * @param position on the axis of the histogram
     * @param reach how near a level must be, in the unit of the axis
     * @param counted what is counted, in the singular
     * @return a line, or an empty text where there is nothing
     */
    static String text(
            WeightHistogram histogram, ClipState clip, double position, double reach, String counted) {
        WeightHistogram.Level nearest = null;
        for (WeightHistogram.Level level : histogram.levels()) {
            double distance = Math.abs(level.position() - position);
            if (distance <= reach && (nearest == null || distance < Math.abs(nearest.position() - position))) {
                nearest = level;
            }
        }
        return nearest != null
                ? level(histogram, clip, nearest, counted)
                : bin(histogram, position, counted);
    }

    private static String level(
            WeightHistogram histogram, ClipState clip, WeightHistogram.Level level, String counted) {
        String clipped = level.clipped() == 0 ? "" : ", " + Figures.count(level.clipped()) + " clipped";
        String count = number(level.count(), counted) + clipped;
        if (histogram.axis() == HistogramAxis.CODES) {
            String value = clip == null
                    ? ""
                    : " · " + Figures.value(clip.toValue(level.position(), HistogramAxis.CODES));
            return "code " + Figures.code((long) Math.rint(level.position())) + value + " · " + count;
        }
        String code = clip == null
                ? ""
                : " · code " + Figures.code((long) Math.rint(clip.toAxis(level.position(), HistogramAxis.CODES)));
        return "level " + Figures.value(level.position()) + code + " · " + count;
    }

    private static String bin(WeightHistogram histogram, double position, String counted) {
        double place = Math.floor((position - histogram.binStart()) / histogram.binWidth());
        if (!(place >= 0 && place < histogram.before().length) || histogram.before()[(int) place] == 0) {
            return "";
        }
        int bin = (int) place;
        double from = histogram.binStart() + bin * histogram.binWidth();
        StringBuilder text = new StringBuilder(Figures.value(from))
                .append(" to ")
                .append(Figures.value(from + histogram.binWidth()))
                .append(" · ")
                .append(number(histogram.before()[bin], counted));
        if (histogram.overflow()[bin] > 0) {
            text.append(", ").append(Figures.count(histogram.overflow()[bin])).append(" clipped");
        }
        if (histogram.underflow()[bin] > 0) {
            text.append(", ").append(Figures.count(histogram.underflow()[bin])).append(" become 0");
        }
        return text.toString();
    }

    private static String number(int count, String counted) {
        return Figures.count(count) + " " + counted + (count == 1 ? "" : "s");
    }
}
