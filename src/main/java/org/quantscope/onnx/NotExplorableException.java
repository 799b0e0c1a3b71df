package org.quantscope.onnx;

/** One node that is legal ONNX but that the explorer does not simulate. The message is the remark shown beside it. */
final class NotExplorableException extends Exception {
    NotExplorableException(String remark) {
        super(remark);
    }
}
