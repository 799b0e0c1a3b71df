package org.quantscope.export;

/**
 * A file could not be saved, and what was there before is unchanged. The message is a sentence for a person: what, why,
 * what to do.
 */
public final class FileNotSavedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FileNotSavedException(String sentence) {
        super(sentence);
    }

    public FileNotSavedException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
