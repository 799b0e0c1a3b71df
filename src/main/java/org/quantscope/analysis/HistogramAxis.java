package org.quantscope.analysis;

/** What the horizontal axis of a weight histogram counts: real values, or steps of the channel's own scale. */
public enum HistogramAxis {
    VALUES,
    CODES
}
