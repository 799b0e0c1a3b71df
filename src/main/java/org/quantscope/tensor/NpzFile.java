package org.quantscope.tensor;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads NumPy's {@code .npz} files: zip archives, stored or deflated, of {@code .npy} entries. Entries are read into
 * memory only, never unpacked to files, and no further than their shape asks for.
 */
public final class NpzFile {
    private static final String SUFFIX = ".npy";
    /** Deflate writes at least one bit for 258 bytes that it repeats; a little room for its block headers. */
    private static final long BEST_DEFLATE_RATIO = 1040;

    private NpzFile() {}

    /** The names of the arrays in the order of the archive, without {@code .npy}. */
    public static List<String> names(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .distinct()
                    .toList();
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * The array of that name.
     *
     * @throws UnreadableInputException with a sentence if the archive or the array is missing or damaged
     */
    public static NpyArray read(Path file, String name) {
        String where = "Array '" + name + "' of '" + file.getFileName() + "'";
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(name + SUFFIX);
            if (entry == null) {
                throw new UnreadableInputException("File '" + file.getFileName() + "' has no array named '" + name
                        + "'; it has " + list(names(file)) + ".");
            }
            long packed = Math.min(entry.getCompressedSize(), Files.size(file));
            long most = Math.max(0, Math.min(entry.getSize(), packed * BEST_DEFLATE_RATIO));
            try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
                return new NpyDecoder(in, most, where).decode();
            } catch (IOException e) {
                throw new UnreadableInputException(where + " is damaged: " + reason(e) + ".", e);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(file, e);
        }
    }

    private static UnreadableInputException unreadable(Path file, Exception cause) {
        if (cause instanceof IOException missing && !file.toFile().isFile()) {
            return UnreadableInputException.about(file, missing);
        }
        return new UnreadableInputException("File '" + file.getFileName() + "' is not a readable .npz archive: "
                + reason(cause) + "; write it with numpy.savez.", cause);
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? "none" : "'" + String.join("', '", names) + "'";
    }

    private static String reason(Exception cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
