package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    private static final byte[] OLD = {1, 2, 3};
    private static final byte[] NEW = {4, 5, 6, 7};

    @TempDir
    private Path folder;

    private Path older() throws IOException {
        return Files.write(folder.resolve("a.json"), OLD);
    }

    private void assertOnlyTheOlderFileIsThere(Path file) throws IOException {
        assertThat(Files.readAllBytes(file)).isEqualTo(OLD);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aNewFileIsWrittenAndAnOlderOneReplaced() throws IOException {
        Path file = folder.resolve("a.json");
        AtomicFile.write(file, OLD);
        assertOnlyTheOlderFileIsThere(file);
        AtomicFile.write(file, NEW);
        assertThat(Files.readAllBytes(file)).isEqualTo(NEW);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aLongNameStillGetsATemporaryOne() throws IOException {
        Path file = folder.resolve("n".repeat(250));
        AtomicFile.write(file, NEW);
        assertThat(Files.readAllBytes(file)).isEqualTo(NEW);
    }

    @Test
    void aDiskThatFillsUpInTheMiddleLeavesTheOlderFile() throws IOException {
        Path file = older();
        AtomicFile full = new AtomicFile((temporary, bytes) -> {
            Files.write(temporary, new byte[] {bytes[0]});
            throw new IOException("No space left on device");
        });
        assertThatThrownBy(() -> full.save(file, NEW, written -> {}))
                .isInstanceOf(FileNotSavedException.class)
                .hasMessage("File '" + file + "' could not be saved: the disk is full; free some space and save"
                        + " again (what"
                        + " was there before is unchanged).");
        assertOnlyTheOlderFileIsThere(file);
    }

    @Test
    void theSystemsOwnWordsForAFullDiskAreUnderstood() throws IOException {
        Path alwaysFull = Path.of("/dev/full");
        assumeTrue(Files.isWritable(alwaysFull));
        Path file = older();
        AtomicFile full = new AtomicFile((temporary, bytes) -> {
            try (FileChannel channel = FileChannel.open(alwaysFull, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(bytes));
            }
        });
        assertThatThrownBy(() -> full.save(file, NEW, written -> {})).hasMessageContaining("the disk is full");
        assertOnlyTheOlderFileIsThere(file);
    }

    @Test
    void anyOtherFailureIsToldInTheSystemsWords() throws IOException {
        Path file = older();
        AtomicFile broken = new AtomicFile((temporary, bytes) -> {
            throw new IOException("Input/output error");
        });
        assertThatThrownBy(() -> broken.save(file, NEW, written -> {}))
                .hasMessage("File '" + file + "' could not be saved: the system says 'Input/output error'; choose"
                        + " another"
                        + " folder (what was there before is unchanged).");
        assertOnlyTheOlderFileIsThere(file);
    }

    @Test
    void aCheckThatFailsKeepsTheOlderFile() throws IOException {
        Path file = older();
        assertThatThrownBy(() -> AtomicFile.write(file, NEW, written -> {
                    assertThat(written).hasBinaryContent(NEW).hasParent(folder);
                    throw new FileNotSavedException("It differs.");
                }))
                .hasMessage("It differs.");
        assertOnlyTheOlderFileIsThere(file);
    }

    @Test
    void aFolderInPlaceOfAFileIsRefused() {
        assertThatThrownBy(() -> AtomicFile.write(folder, NEW))
                .hasMessage("File '" + folder + "' could not be saved: that is a folder; choose a file name inside"
                        + " it.");
    }

    @Test
    void aMissingFolderIsNamed() {
        Path file = folder.resolve("no/where/a.json");
        assertThatThrownBy(() -> AtomicFile.write(file, NEW))
                .hasMessage("File '" + file + "' could not be saved: the folder '" + file.getParent()
                        + "' does not exist; create it or choose another one.");
    }

    @Test
    void aFolderThatMayNotBeWrittenIsRefused() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        Path file = older();
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeFalse(Files.isWritable(folder), "root may write everywhere");
            assertThatThrownBy(() -> AtomicFile.write(file, NEW))
                    .hasMessage("File '" + file
                            + "' could not be saved: its folder does not allow writing; choose another folder.");
            assertOnlyTheOlderFileIsThere(file);
        } finally {
            Files.setPosixFilePermissions(folder, before);
        }
    }

    @Test
    void aLinkStaysALinkAndItsTargetIsReplaced() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        Path file = older();
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), file);
        AtomicFile.write(link, NEW);
        assertThat(link).isSymbolicLink();
        assertThat(Files.readAllBytes(file)).isEqualTo(NEW);
    }

    @Test
    void thePermissionsOfTheOlderFileAreKept() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        Path file = older();
        Set<PosixFilePermission> open = PosixFilePermissions.fromString("rw-rw-rw-");
        Files.setPosixFilePermissions(file, open);
        AtomicFile.write(file, NEW);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(open);
    }

    @Test
    void aPipeIsNotReplacedByAFile() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "needs a system with named pipes");
        assertThat(new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor()).isZero();

        assertThatThrownBy(() -> AtomicFile.write(pipe, NEW))
                .isInstanceOf(FileNotSavedException.class)
                .hasMessage("File '" + pipe
                        + "' could not be saved: that is a device or a pipe, not a file; choose a file name.");

        assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther()).isTrue();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(pipe);
        }
    }

    @Test
    void aFailureWithoutAReasonDoesNotNameTheTemporaryFile() throws IOException {
        Path file = older();
        AtomicFile failing = new AtomicFile((temporary, bytes) -> {
            throw new NoSuchFileException(temporary.toString());
        });
        assertThatThrownBy(() -> failing.save(file, NEW, written -> {}))
                .isInstanceOf(FileNotSavedException.class)
                .hasMessage("File '" + file
                        + "' could not be saved: no file can be created in its folder; choose another folder.");
        assertOnlyTheOlderFileIsThere(file);
    }
}
