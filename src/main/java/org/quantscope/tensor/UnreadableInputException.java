package org.quantscope.tensor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** An array or image file that cannot be used. The message is one sentence for a person: what, where, what to do. */
public final class UnreadableInputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnreadableInputException(String sentence) {
        super(sentence);
    }

    public UnreadableInputException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** For a file that the operating system does not hand over. */
    public static UnreadableInputException about(Path file, IOException cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        if (cause instanceof NoSuchFileException) {
            reason = "there is no such file; check its name and folder";
        } else if (Files.isDirectory(file)) {
            reason = "it is a folder; choose a file in it";
        } else if (cause instanceof AccessDeniedException) {
            reason = "you have no permission to read it; ask for it or copy the file";
        }
        return new UnreadableInputException("File '" + file + "' cannot be read: " + reason + ".", cause);
    }
}
