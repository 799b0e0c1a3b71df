package org.quantscope.archfixture.ui;

import org.quantscope.archfixture.onnx.Room;

/** Breaks the import table: ui may not import onnx. */
final class KnowsOnnx {
    private final Room forbidden = new Room();

    Room forbidden() {
        return forbidden;
    }
}
