package org.quantscope.export;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files, as other tools print it: lower-case hexadecimal. */
public final class FileHash {
    private FileHash() {}

    /** Of bytes that are a file's. */
    public static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    /**
     * Of a file of at most 64 MB.
     *
     * @throws SettingsFormatException with a sentence if it cannot be read
     */
    public static String of(Path file) {
        return of(StrictJson.bytes(file));
    }
}
