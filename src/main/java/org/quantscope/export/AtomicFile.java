package org.quantscope.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Saves a file whole or not at all: the bytes go to a temporary file in the same folder, are forced to the disk, may be
 * checked there, and only then take the place of the older file in one step.
 */
public final class AtomicFile {
    private static final AtomicFile ON_DISK = new AtomicFile(AtomicFile::writeForced);

    /** Puts bytes into a new file and forces them to the disk. */
    interface Sink {
        void write(Path temporary, byte[] bytes) throws IOException;
    }

    private final Sink sink;

    AtomicFile(Sink sink) {
        this.sink = sink;
    }

    /**
     * Saves the bytes.
     *
     * @throws FileNotSavedException with a sentence; an older file of that name is then unchanged
     */
    public static void write(Path target, byte[] bytes) {
        write(target, bytes, written -> {});
    }

    /**
     * Saves the bytes if the check, which is given the temporary file, does not throw.
     *
     * @throws FileNotSavedException with a sentence; an older file of that name is then unchanged
     */
    public static void write(Path target, byte[] bytes, Consumer<Path> check) {
        ON_DISK.save(target, bytes, check);
    }

    void save(Path target, byte[] bytes, Consumer<Path> check) {
        Path temporary = null;
        try {
            Path real = destination(target);
            temporary = real.resolveSibling(
                    "." + shortened(real) + "." + UUID.randomUUID().toString().substring(0, 8) + ".tmp");
            sink.write(temporary, bytes);
            check.accept(temporary);
            keepPermissions(real, temporary);
            replace(temporary, real);
        } catch (IOException | SecurityException | InvalidPathException problem) {
            throw new FileNotSavedException(sentence(target, problem), problem);
        } finally {
            deleteQuietly(temporary);
        }
    }

    /** The file to replace: through a symbolic link, so that the link stays one. */
    private static Path destination(Path target) throws IOException {
        boolean link = Files.isSymbolicLink(target) && Files.exists(target);
        Path real = link ? target.toRealPath() : target.toAbsolutePath();
        if (real.getFileName() == null || Files.isDirectory(real)) {
            throw new FileNotSavedException(
                    "File '" + target + "' could not be saved: that is a folder; choose a file name inside it.");
        }
        if (Files.exists(real) && !Files.isRegularFile(real)) {
            // A device or a pipe: putting a file in its place would destroy it for the whole machine.
            throw new FileNotSavedException("File '" + target
                    + "' could not be saved: that is a device or a pipe, not a file; choose a file name.");
        }
        if (!Files.isDirectory(real.getParent())) {
            throw new FileNotSavedException("File '" + target + "' could not be saved: the folder '"
                    + real.getParent() + "' does not exist; create it or choose another one.");
        }
        return real;
    }

    /** File systems allow about 255 bytes for a name, and the temporary one is longer. */
    private static String shortened(Path file) {
        String name = file.getFileName().toString();
        return name.length() <= 40 ? name : name.substring(0, 40);
    }

    private static void writeForced(Path temporary, byte[] bytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static void keepPermissions(Path older, Path temporary) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
        if (view != null && Files.exists(older)) {
            view.setPermissions(Files.getPosixFilePermissions(older));
        }
    }

    private static void replace(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException notHere) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void deleteQuietly(Path temporary) {
        if (temporary == null) {
            return;
        }
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException unimportant) {
            // What made the saving fail is what the person has to know.
        }
    }

    private static String sentence(Path target, Exception problem) {
        return sentence("File '" + target + "' could not be saved: ", problem);
    }

    /** Why something could not be written, behind the start of a sentence that says what. */
    static String sentence(String start, Exception problem) {
        // Where the system gives no reason, Java's message is the temporary file's name, which helps nobody.
        String reason = problem instanceof FileSystemException file
                ? String.valueOf(file.getReason())
                : String.valueOf(problem.getMessage());
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("no space") || lower.contains("not enough space") || lower.contains("quota")) {
            return start + "the disk is full; free some space and save again (what was there before is unchanged).";
        }
        if (problem instanceof AccessDeniedException
                || lower.contains("read-only")
                || lower.contains("denied")
                || lower.contains("not permitted")) {
            return start + "its folder does not allow writing; choose another folder.";
        }
        if (reason.equals("null")) {
            return start + "no file can be created in its folder; choose another folder.";
        }
        return start + "the system says '" + reason + "'; choose another folder (what was there before is unchanged).";
    }
}
