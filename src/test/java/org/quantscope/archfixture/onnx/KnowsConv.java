package org.quantscope.archfixture.onnx;

import org.quantscope.archfixture.conv.Room;

/** Breaks the import table: onnx may not import conv. */
final class KnowsConv {
    private final Room forbidden = new Room();

    Room forbidden() {
        return forbidden;
    }
}
