package org.quantscope.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Puts a set of files into a folder, all of them or none: they are written into a temporary folder on the same disk,
 * and moved only when every one is complete. Where a move fails, those before it are taken back.
 */
final class FolderReplacement {
    /** Writes one file. */
    interface Content {
        void writeTo(Path file) throws IOException;
    }

    /** A finished move that can be taken back. */
    private record Move(Path from, Path to) {}

    private final Path folder;
    private final List<String> names;

    /** @param names files that belong to the set; those that are not written are removed */
    FolderReplacement(Path folder, List<String> names) {
        this.folder = folder.toAbsolutePath().normalize();
        this.names = names;
    }

    /** @throws BadInputException with a sentence; the folder is then as it was */
    void write(Map<String, Content> files) {
        Path temporary = null;
        List<Path> created = new ArrayList<>();
        boolean done = false;
        try {
            created.addAll(createFolders());
            requireReplaceable();
            temporary = Files.createTempDirectory(folder, ".quantscope-");
            Path fresh = Files.createDirectory(temporary.resolve("new"));
            for (Map.Entry<String, Content> file : files.entrySet()) {
                file.getValue().writeTo(fresh.resolve(file.getKey()));
            }
            moveAll(fresh, Files.createDirectory(temporary.resolve("old")));
            done = true;
        } catch (IOException | SecurityException problem) {
            throw new BadInputException(sentence(problem), problem);
        } finally {
            remove(temporary);
            if (!done) {
                created.forEach(FolderReplacement::removeQuietly);
            }
        }
    }

    /** Creates what is missing of the path; the innermost folder comes first in the result. */
    private List<Path> createFolders() throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = folder; at != null && !Files.exists(at, LinkOption.NOFOLLOW_LINKS); at = at.getParent()) {
            missing.push(at);
        }
        List<Path> created = new ArrayList<>();
        try {
            for (Path path : missing) {
                Files.createDirectory(path);
                created.add(0, path);
            }
        } catch (IOException problem) {
            created.forEach(FolderReplacement::removeQuietly);
            throw problem;
        }
        if (!Files.isDirectory(folder)) {
            throw new BadInputException("'" + folder + "' is a file, not a folder; choose another one for --out.");
        }
        return created;
    }

    private void requireReplaceable() {
        for (String name : names) {
            Path file = folder.resolve(name);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
                throw new BadInputException(
                        "'" + file + "' is not a file and would be replaced; choose another folder for --out.");
            }
        }
    }

    private void moveAll(Path fresh, Path old) throws IOException {
        Deque<Move> moves = new ArrayDeque<>();
        try {
            for (String name : names) {
                if (Files.exists(folder.resolve(name))) {
                    move(folder.resolve(name), old.resolve(name), moves);
                }
                if (Files.exists(fresh.resolve(name))) {
                    move(fresh.resolve(name), folder.resolve(name), moves);
                }
            }
        } catch (IOException problem) {
            for (Move move : moves) {
                Files.move(move.to(), move.from());
            }
            throw problem;
        }
    }

    private static void move(Path from, Path to, Deque<Move> moves) throws IOException {
        Files.move(from, to);
        moves.push(new Move(from, to));
    }

    private static void remove(Path temporary) {
        if (temporary == null) {
            return;
        }
        try (var paths = Files.walk(temporary)) {
            paths.sorted((a, b) -> b.compareTo(a)).forEach(FolderReplacement::removeQuietly);
        } catch (IOException unimportant) {
            // The result, or what made it fail, is what the person has to know.
        }
    }

    private static void removeQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException unimportant) {
            // As above.
        }
    }

    private String sentence(Exception problem) {
        String start = "The outputs could not be written to '" + folder + "': ";
        // Where the system gives no reason, Java's message is a file's name, which says nothing.
        String reason = problem instanceof FileSystemException file
                ? Objects.requireNonNullElse(file.getReason(), "no file can be created there")
                : String.valueOf(problem.getMessage());
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("no space") || lower.contains("not enough space") || lower.contains("quota")) {
            return start + "the disk is full; free some space and run it again (the folder is as it was).";
        }
        if (problem instanceof AccessDeniedException || lower.contains("read-only") || lower.contains("denied")) {
            return start + "the folder does not allow writing; choose another one.";
        }
        return start + reason + (reason.endsWith(".") ? " Choose another folder." : "; choose another folder.");
    }
}
