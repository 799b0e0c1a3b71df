package org.quantscope.ui;

import org.quantscope.ui.chart.MapCodes;
import org.quantscope.ui.chart.MapData;

/**
 * The four maps and the scales that they share.
 *
 * @param real float outputs
 * @param fakeQuant fake-quant outputs
 * @param integer outputs of the integer path
 * @param difference the difference chosen
 * @param fakeQuantCodes output codes of the fake-quant path; null where there are none
 * @param integerCodes output codes of the integer path; null where there are none
 * @param channel the shown channel
 * @param low value of the first colour
 * @param high value of the last colour
 * @param extent value of the last colour of the difference
 * @param values how many values an image's output has
 */
record OutputPicture(
        MapData real,
        MapData fakeQuant,
        MapData integer,
        MapData difference,
        MapCodes fakeQuantCodes,
        MapCodes integerCodes,
        int channel,
        double low,
        double high,
        double extent,
        int values) {

    static OutputPicture of(OutputPlanes planes, OutputDifference which, int channel, boolean oneChannel) {
        int shown = Math.min(channel, planes.channels() - 1);
        int over = oneChannel && planes.rows() * planes.columns() > 1 ? shown : -1;
        return new OutputPicture(
                planes.real(),
                planes.fakeQuant(),
                planes.integer(),
                planes.difference(which),
                planes.fakeQuantCodes(),
                planes.integerCodes(),
                shown,
                -roundedUp(-planes.lowest(over)),
                roundedUp(planes.highest(over)),
                roundedUp(planes.largest(which, over)),
                planes.channels() * planes.rows() * planes.columns());
    }

    /** The end of a colour scale: the next number of two digits, the second a 0 or a 5 unless the first is a 1. */
    static double roundedUp(double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            return 0;
        }
        double unit = Math.pow(10, Math.floor(Math.log10(value)) - 1);
        double step = value / unit < 20 ? unit : 5 * unit;
        double steps = Math.ceil(value / step - 1e-6);
        // Division by a power of ten rather than multiplication: 11 / 10 is the float nearest to 1.1.
        return unit < 1 ? steps * (step / unit) / (1 / unit) : steps * step;
    }
}
