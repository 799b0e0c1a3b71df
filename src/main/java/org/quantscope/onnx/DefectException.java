package org.quantscope.onnx;

/**
 * Something in a file that makes the whole model unreadable. Thrown where it is found, which does not know the file;
 * the message is the clause that {@link ModelFormatException#about} completes.
 */
final class DefectException extends RuntimeException {
    DefectException(String clause) {
        super(clause);
    }

    DefectException(String clause, Throwable cause) {
        super(clause, cause);
    }
}
