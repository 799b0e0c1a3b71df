package org.quantscope.export;

/** What settings are checked for: a format that they leave in, or a machine that they are meant for. */
public enum LintTarget {
    AIMET2("AIMET 2.0.0"),
    AIMET1("AIMET 1.0.0"),
    ORT_OVERRIDES("ONNX Runtime's TensorQuantOverrides"),
    QDQ("ONNX, QDQ form"),
    QOPERATOR("ONNX, QOperator form"),
    TFLITE("TensorFlow Lite"),
    POWER_OF_TWO("Power-of-two scales"),
    FIRMWARE("Firmware");

    private final String title;

    LintTarget(String title) {
        this.title = title;
    }

    /** What a person calls it. */
    public String title() {
        return title;
    }
}
