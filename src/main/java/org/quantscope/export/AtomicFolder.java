package org.quantscope.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Saves a folder whole or not at all: its files go to a temporary folder beside it, are forced to the disk, may be
 * checked there, and only then the folder takes the place of the older one. A folder that is there is replaced only if
 * all its files are such as an earlier saving put there.
 */
final class AtomicFolder {
    private static final AtomicFolder ON_DISK = new AtomicFolder(Files::move);

    /** Writes the files into a new folder. */
    interface Content {
        void writeTo(Path folder) throws IOException;
    }

    /** Renames a folder within its parent. */
    interface Mover {
        void move(Path from, Path to) throws IOException;
    }

    private final Mover mover;

    AtomicFolder(Mover mover) {
        this.mover = mover;
    }

    /**
     * Saves the folder if the check, which is given the temporary one, does not throw.
     *
     * @param isOwn whether an existing, non-empty folder is one that may be replaced
     * @throws FileNotSavedException with a sentence; an older folder of that name is then unchanged
     */
    static void write(Path target, Predicate<Path> isOwn, Content content, Consumer<Path> check) {
        ON_DISK.save(target, isOwn, content, check);
    }

    void save(Path target, Predicate<Path> isOwn, Content content, Consumer<Path> check) {
        Path temporary = null;
        try {
            Path real = destination(target, isOwn);
            temporary = real.resolveSibling("." + shortened(real) + "." + shortId() + ".tmp");
            Files.createDirectory(temporary);
            content.writeTo(temporary);
            force(temporary);
            check.accept(temporary);
            replace(temporary, real);
        } catch (UncheckedIOException problem) {
            throw notSaved(target, problem.getCause());
        } catch (IOException | SecurityException | InvalidPathException problem) {
            throw notSaved(target, problem);
        } finally {
            deleteQuietly(temporary);
        }
    }

    private static FileNotSavedException notSaved(Path target, Exception problem) {
        return new FileNotSavedException(
                AtomicFile.sentence("Folder '" + target + "' could not be saved: ", problem), problem);
    }

    private static Path destination(Path target, Predicate<Path> isOwn) throws IOException {
        boolean link = Files.isSymbolicLink(target) && Files.exists(target);
        Path real = link ? target.toRealPath() : target.toAbsolutePath().normalize();
        String start = "Folder '" + target + "' could not be saved: ";
        if (real.getFileName() == null) {
            throw new FileNotSavedException(start + "that is the root of a disk; choose a folder inside it.");
        }
        if (Files.exists(real) && !Files.isDirectory(real)) {
            throw new FileNotSavedException(start + "a file has that name; choose another one.");
        }
        if (!Files.isDirectory(real.getParent())) {
            throw new FileNotSavedException(
                    start + "the folder '" + real.getParent() + "' does not exist; create it or choose another one.");
        }
        if (Files.exists(real) && !isEmpty(real) && !isOwn.test(real)) {
            throw new FileNotSavedException(start + "it is there already and holds files that were not saved with it,"
                    + " which would be lost; choose another folder or empty this one.");
        }
        return real;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }

    private static String shortened(Path folder) {
        String name = folder.getFileName().toString();
        return name.length() <= 40 ? name : name.substring(0, 40);
    }

    private static String shortId() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    private static void force(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> inside = Files.walk(folder)) {
            files = inside.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    private void replace(Path temporary, Path target) throws IOException {
        if (!Files.exists(target)) {
            mover.move(temporary, target);
            return;
        }
        Path older = target.resolveSibling("." + shortened(target) + "." + shortId() + ".old");
        mover.move(target, older);
        try {
            mover.move(temporary, target);
        } catch (IOException | RuntimeException problem) {
            Files.move(older, target);
            throw problem;
        }
        deleteQuietly(older);
    }

    private static void deleteQuietly(Path folder) {
        if (folder == null || !Files.exists(folder)) {
            return;
        }
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException unimportant) {
            // The result, or what made it fail, is what the person has to know.
        }
    }
}
