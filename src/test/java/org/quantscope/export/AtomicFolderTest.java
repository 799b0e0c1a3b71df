package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFolderTest {
    @TempDir
    private Path parent;

    private Path target;

    @BeforeEach
    void anOlderFolderIsThere() throws IOException {
        target = Files.createDirectory(parent.resolve("target"));
        Files.writeString(target.resolve("old.txt"), "old");
    }

    @Test
    void theNewFolderTakesThePlaceOfTheOlderOne() throws IOException {
        AtomicFolder.write(target, own -> true, AtomicFolderTest::fill, written ->
                assertThat(target.resolve("old.txt")).as("while it is checked").exists());

        assertThat(target.resolve("inner/new.txt")).hasContent("new");
        assertThat(target.resolve("old.txt")).doesNotExist();
        assertNothingElse();
    }

    @Test
    void aFailureInTheMiddleOfWritingLeavesTheOlderFolderWhole() {
        assertThatThrownBy(() -> AtomicFolder.write(target, own -> true, written -> {
                    fill(written);
                    throw new IOException("No space left on device");
                }, written -> {}))
                .isInstanceOf(FileNotSavedException.class)
                .hasMessageContaining("Folder '" + target + "' could not be saved: the disk is full;");
        assertOldIsWhole();
    }

    @Test
    void aFailedCheckLeavesTheOlderFolderWhole() {
        assertThatThrownBy(() -> AtomicFolder.write(target, own -> true, AtomicFolderTest::fill, written -> {
                    throw new FileNotSavedException("It differs.");
                }))
                .hasMessage("It differs.");
        assertOldIsWhole();
    }

    @Test
    void aFailedMoveIsTakenBack() {
        AtomicFolder failing = new AtomicFolder((from, to) -> {
            if (to.equals(target)) {
                throw new IOException("it may not be moved");
            }
            Files.move(from, to);
        });

        assertThatThrownBy(() -> failing.save(target, own -> true, AtomicFolderTest::fill, written -> {}))
                .isInstanceOf(FileNotSavedException.class)
                .hasMessageContaining("could not be saved");
        assertOldIsWhole();
    }

    @Test
    void foldersOfOthersFilesAndMissingParentsAreRefused() throws IOException {
        assertThatThrownBy(() -> AtomicFolder.write(target, own -> false, AtomicFolderTest::fill, written -> {}))
                .hasMessageContaining("holds files that were not saved with it");
        assertThatThrownBy(() -> AtomicFolder.write(
                        target.resolve("old.txt"), own -> true, AtomicFolderTest::fill, written -> {}))
                .hasMessageContaining("a file has that name");
        assertThatThrownBy(() -> AtomicFolder.write(
                        parent.resolve("no/where"), own -> true, AtomicFolderTest::fill, written -> {}))
                .hasMessageContaining("does not exist");
        assertOldIsWhole();
    }

    @Test
    void aLinkToAFolderStaysALink() throws IOException {
        Path link = Files.createSymbolicLink(parent.resolve("link"), target);

        AtomicFolder.write(link, own -> true, AtomicFolderTest::fill, written -> {});

        assertThat(link).isSymbolicLink();
        assertThat(target.resolve("inner/new.txt")).hasContent("new");
    }

    private static void fill(Path folder) throws IOException {
        Files.createDirectory(folder.resolve("inner"));
        Files.writeString(folder.resolve("inner/new.txt"), "new");
    }

    private void assertOldIsWhole() {
        assertThat(target.resolve("old.txt")).hasContent("old");
        assertThat(target.resolve("inner")).doesNotExist();
        assertNothingElse();
    }

    private void assertNothingElse() {
        assertThat(parent).isDirectoryNotContaining(path -> !path.equals(target));
    }
}
