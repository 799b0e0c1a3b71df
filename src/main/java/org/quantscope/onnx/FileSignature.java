package org.quantscope.onnx;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Recognises what people pick by mistake, so that the sentence about it can say what it is. */
enum FileSignature {
    PNG("a PNG image", 0, "\u0089PNG"),
    JPEG("a JPEG image", 0, "\u00ff\u00d8\u00ff"),
    ZIP("a ZIP archive (PyTorch's .pt and NumPy's .npz are such)", 0, "PK\u0003\u0004"),
    GZIP("a gzip archive", 0, "\u001f\u008b"),
    HDF5("an HDF5 file, as Keras writes", 0, "\u0089HDF"),
    NPY("a NumPy array", 0, "\u0093NUMPY"),
    TFLITE("a TensorFlow Lite model", 4, "TFL3"),
    ORT("a model in ONNX Runtime's own format", 4, "ORTM");

    private static final int TEXT_SAMPLE = 512;

    private final String description;
    private final int position;
    private final byte[] mark;

    FileSignature(String description, int position, String mark) {
        this.description = description;
        this.position = position;
        this.mark = mark.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What the bytes are, with its article, if that is plain from their beginning. */
    static Optional<String> describe(byte[] bytes) {
        for (FileSignature signature : values()) {
            int end = signature.position + signature.mark.length;
            if (bytes.length >= end
                    && Arrays.equals(bytes, signature.position, end, signature.mark, 0, signature.mark.length)) {
                return Optional.of(signature.description);
            }
        }
        return isText(bytes) ? Optional.of("a text file") : Optional.empty();
    }

    /** UTF-8 without control characters, as far as the first bytes tell. */
    private static boolean isText(byte[] bytes) {
        ByteBuffer sample = ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, TEXT_SAMPLE));
        CharBuffer text = CharBuffer.allocate(TEXT_SAMPLE);
        // Not the end of the input: the sample may end within a character.
        boolean malformed = StandardCharsets.UTF_8.newDecoder().decode(sample, text, false).isError();
        return !malformed && text.flip().chars().allMatch(c -> !Character.isISOControl(c) || "\t\n\r".indexOf(c) >= 0);
    }
}
