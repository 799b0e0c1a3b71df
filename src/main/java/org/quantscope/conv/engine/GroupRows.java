package org.quantscope.conv.engine;

import java.util.ArrayList;
import java.util.List;
import org.quantscope.conv.ConvShape;

/**
 * Computed output channels that read the same input channels.
 *
 * @param from first row among the computed channels
 * @param to one past the last row
 * @param firstInputChannel the first input channel that they read
 */
record GroupRows(int from, int to, int firstInputChannel) {
    int count() {
        return to - from;
    }

    /** The computed channels, group by group. */
    static List<GroupRows> of(ConvShape shape) {
        List<GroupRows> groups = new ArrayList<>();
        int from = 0;
        for (int row = 1; row <= shape.channels().count(); row++) {
            boolean ends = row == shape.channels().count()
                    || shape.firstInputChannel(row) != shape.firstInputChannel(from);
            if (ends) {
                groups.add(new GroupRows(from, row, shape.firstInputChannel(from)));
                from = row;
            }
        }
        return groups;
    }
}
