package org.quantscope.network;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.quantscope.tensor.UnreadableInputException;

/**
 * Decodes PNG and JPEG files. Transparency is dropped, sixteen bits become eight, and the orientation that a camera may
 * have noted in the file is not applied.
 */
final class PictureReader {
    private static final long MOST_PIXELS = 50_000_000;

    private PictureReader() {}

    /** @throws UnreadableInputException with a sentence if the file is missing, damaged or too large */
    static RawImage read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UnreadableInputException("There is no image file '" + file + "'.");
        }
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw damaged(file, "it is neither PNG nor JPEG", null);
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > MOST_PIXELS) {
                    throw new UnreadableInputException("Image '" + file.getFileName() + "' has " + reader.getWidth(0)
                            + "×" + reader.getHeight(0) + " pixels, more than the " + MOST_PIXELS
                            + " that are read; make it smaller.");
                }
                return convert(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (UnreadableInputException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The platform's decoders meet damaged files with index, argument, state and colour profile exceptions.
            throw damaged(file, "its data is damaged or ends too early", e);
        }
    }

    private static RawImage convert(BufferedImage image) {
        ColorModel colours = image.getColorModel();
        boolean gray = colours.getNumColorComponents() == 1;
        return gray ? gray(image) : colour(image);
    }

    /** Reads the stored samples: going through RGB would apply a gamma curve that gray files do not mean. */
    private static RawImage gray(BufferedImage image) {
        Raster raster = image.getRaster();
        int drop = image.getColorModel().getComponentSize(0) - 8;
        int height = image.getHeight();
        int width = image.getWidth();
        byte[] pixels = new byte[height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int sample = raster.getSample(x, y, 0);
                pixels[y * width + x] = (byte) (drop > 0 ? sample >> drop : sample);
            }
        }
        return new RawImage(height, width, 1, pixels);
    }

    private static RawImage colour(BufferedImage image) {
        int height = image.getHeight();
        int width = image.getWidth();
        byte[] pixels = new byte[height * width * 3];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int at = (y * width + x) * 3;
                pixels[at] = (byte) (row[x] >> 16);
                pixels[at + 1] = (byte) (row[x] >> 8);
                pixels[at + 2] = (byte) row[x];
            }
        }
        return new RawImage(height, width, 3, pixels);
    }

    private static UnreadableInputException damaged(Path file, String reason, Exception cause) {
        String ending = reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
        return new UnreadableInputException("Image '" + file.getFileName() + "' cannot be decoded: " + ending
                + "; open it in an image program and save it again as PNG.", cause);
    }
}
