package org.quantscope.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file that is to be imported, of a format that its content tells. */
public final class ImportFile {
    private static final int HEAD = 4096;

    private final Path path;
    private final byte[] head;
    private final Optional<JsonEntry> root;

    private ImportFile(Path path, byte[] head) {
        this.path = path;
        this.head = head;
        this.root = headText().stripLeading().startsWith("{")
                ? Optional.of(StrictJson.parse(bytes(), name()))
                : Optional.empty();
    }

    /** @throws SettingsFormatException with a sentence if it cannot be read, or looks like JSON and is not */
    public static ImportFile open(Path path) {
        String name = "File " + Quoted.text(path.toString());
        if (Files.isDirectory(path)) {
            throw new SettingsFormatException(name + " is a folder; choose a file inside it.");
        }
        if (!Files.exists(path)) {
            throw new SettingsFormatException(name + " does not exist; check its name and folder.");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return new ImportFile(path, in.readNBytes(HEAD));
        } catch (AccessDeniedException denied) {
            throw new SettingsFormatException(name + " may not be read; ask for the permission to read it.");
        } catch (IOException problem) {
            throw new SettingsFormatException(
                    name + " could not be read: the system says '" + problem.getMessage() + "'; try again.");
        }
    }

    public Path path() {
        return path;
    }

    /** The name without its folder. */
    public String name() {
        return String.valueOf(path.getFileName());
    }

    /** The first bytes, at most 4096. */
    public byte[] head() {
        return head.clone();
    }

    /** The same as text, whatever it is. */
    String headText() {
        String text = new String(head, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** The object that the file holds, if it is JSON. */
    Optional<JsonEntry> json() {
        return root;
    }

    /** All of it, at most 64 MB. */
    byte[] bytes() {
        return StrictJson.bytes(path);
    }
}
