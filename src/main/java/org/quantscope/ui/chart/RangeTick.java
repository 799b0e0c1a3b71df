package org.quantscope.ui.chart;

/**
 * A range that a method would choose, marked on a histogram.
 *
 * @param id of its label, behind {@code tick-}
 * @param method names the method, for whoever hears of a click
 * @param label what it is called where room is short
 * @param low lower end, a real value
 * @param high upper end
 * @param taken whether the range in use is this method's
 */
public record RangeTick(String id, String method, String label, float low, float high, boolean taken) {}
