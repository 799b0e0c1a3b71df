package org.quantscope.export;

/** A settings or encodings file that cannot be used; the message is a sentence: what, where, what to do. */
public final class SettingsFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingsFormatException(String sentence) {
        super(sentence);
    }
}
