package org.quantscope.onnx;

import java.nio.file.Path;

/** A model that cannot be opened. The message is one sentence for a person: which file, what, where, what to do. */
public final class ModelFormatException extends RuntimeException {
    public ModelFormatException(String message) {
        super(message);
    }

    public ModelFormatException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param clause what is wrong and what to do, in lower case and without the full stop */
    static ModelFormatException about(Path file, String clause, Throwable cause) {
        return new ModelFormatException("File '" + nameOf(file) + "' cannot be opened: " + clause + ".", cause);
    }

    private static String nameOf(Path file) {
        return file.getFileName() == null ? file.toString() : file.getFileName().toString();
    }
}
