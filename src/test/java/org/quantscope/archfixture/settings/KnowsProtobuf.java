package org.quantscope.archfixture.settings;

import com.google.protobuf.ByteString;

/** Breaks a rule: protobuf outside onnx. */
final class KnowsProtobuf {
    private final ByteString known;

    KnowsProtobuf(ByteString known) {
        this.known = known;
    }

    ByteString known() {
        return known;
    }
}
