package org.quantscope.ui;

/**
 * One sentence under a row of parameters: why a value was refused, or what else an edit changed.
 *
 * @param row the row that it stands under
 * @param sentence for a person; empty: nothing to say
 * @param refused whether the value was refused and the old one kept
 */
record RowFault(Row row, String sentence, boolean refused) {
    static final RowFault NONE = new RowFault(Row.LAYER, "", false);

    /** The rows that can have a sentence. */
    enum Row {
        BITS,
        CLIP,
        SCALE,
        ZERO_POINT,
        CLAMP,
        BIAS,
        PATH,
        LAYER
    }

    boolean isAt(Row where) {
        return row == where && !sentence.isEmpty();
    }
}
