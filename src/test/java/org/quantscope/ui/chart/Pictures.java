package org.quantscope.ui.chart;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;
import org.testfx.util.WaitForAsyncUtils;

/** Pictures of nodes, for tests and for eyes: they land in {@code target/charts}. */
final class Pictures {
    private static final Path FOLDER = Path.of("target", "charts");

    private Pictures() {}

    static BufferedImage of(Node node) {
        WritableImage image = WaitForAsyncUtils.waitForAsyncFx(10_000, () -> node.snapshot(null, null));
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                copy.setRGB(x, y, image.getPixelReader().getArgb(x, y));
            }
        }
        return copy;
    }

    static void save(Node node, String name) throws IOException {
        Files.createDirectories(FOLDER);
        ImageIO.write(of(node), "png", FOLDER.resolve(name + ".png").toFile());
    }

    /** How many pixels have about this colour. */
    static int count(BufferedImage image, int argb) {
        int found = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                found += near(image.getRGB(x, y), argb) ? 1 : 0;
            }
        }
        return found;
    }

    private static boolean near(int one, int other) {
        int distance = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            distance = Math.max(distance, Math.abs((one >> shift & 0xff) - (other >> shift & 0xff)));
        }
        return distance <= 3;
    }
}
