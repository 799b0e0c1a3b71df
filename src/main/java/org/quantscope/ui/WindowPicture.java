package org.quantscope.ui;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javax.imageio.ImageIO;

/** Writes what a scene shows as a PNG file. */
public final class WindowPicture {
    private WindowPicture() {}

    /**
     * Draws the scene and writes it; a file of that name is replaced only once the picture is complete. Call on the FX
     * thread.
     *
     * @throws IllegalArgumentException with a sentence if the file cannot be written
     */
    public static void write(Scene scene, Path file) {
        Path target = file.toAbsolutePath();
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            // A folder, or a device, which a file in its place would destroy for the whole machine.
            throw new IllegalArgumentException("The picture could not be written to '" + file
                    + "': that is a folder or a device, not a file; choose a file name.");
        }
        try {
            Files.createDirectories(target.getParent());
            Path part = Files.createTempFile(target.getParent(), target.getFileName().toString(), ".part");
            try {
                writePng(scene, part);
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException | UncheckedIOException failure) {
            throw new IllegalArgumentException(
                    "The picture could not be written to '" + file + "'; check that the folder exists, may be written"
                            + " to and has room.",
                    failure);
        }
    }

    private static void writePng(Scene scene, Path file) throws IOException {
        BufferedImage drawn = SwingFXUtils.fromFXImage(scene.snapshot(null), null);
        // Without the alpha channel: a window is opaque, and the file is a third smaller.
        BufferedImage opaque = new BufferedImage(drawn.getWidth(), drawn.getHeight(), BufferedImage.TYPE_INT_RGB);
        opaque.createGraphics().drawImage(drawn, 0, 0, null);
        if (!ImageIO.write(opaque, "png", file.toFile())) {
            throw new IOException("This Java runtime has no PNG writer.");
        }
    }
}
