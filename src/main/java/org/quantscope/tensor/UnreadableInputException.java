package org.quantscope.tensor;

/** An array or image file that cannot be used. The message is one sentence for a person: what, where, what to do. */
public final class UnreadableInputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnreadableInputException(String sentence) {
        super(sentence);
    }

    public UnreadableInputException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
