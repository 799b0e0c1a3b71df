package org.quantscope.network;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import org.quantscope.tensor.UnreadableInputException;

/**
 * Gray images in the idx format of MNIST ({@code …-images-idx3-ubyte}), with the labels of the file beside it where
 * there is one. An image is read from the file when it is asked for.
 */
final class IdxImages implements ImageSet {
    private static final int IMAGES_MAGIC = 0x00000803;
    private static final int LABELS_MAGIC = 0x00000801;
    private static final int IMAGES_HEADER = 16;
    private static final int LABELS_HEADER = 8;
    private static final int LONGEST_SIDE = 10_000;

    private final Path file;
    private final int count;
    private final int height;
    private final int width;
    private final Optional<byte[]> labels;

    private IdxImages(Path file, int count, int height, int width, Optional<byte[]> labels) {
        this.file = file;
        this.count = count;
        this.height = height;
        this.width = width;
        this.labels = labels;
    }

    /** Whether the file is called as idx files of bytes are. */
    static boolean isIdx(Path file) {
        String name = file.getFileName().toString();
        return name.contains("idx") && name.endsWith("ubyte");
    }

    /** @throws UnreadableInputException with a sentence if header, length or labels do not agree */
    static IdxImages open(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer header = read(channel, 0, IMAGES_HEADER, file);
            int magic = header.getInt();
            if (magic != IMAGES_MAGIC) {
                throw new UnreadableInputException("File '" + file.getFileName()
                        + "' is no idx file of images: it begins with " + hex(magic) + " instead of "
                        + hex(IMAGES_MAGIC) + "; choose the file whose name contains 'images-idx3'.");
            }
            int count = header.getInt();
            int height = header.getInt();
            int width = header.getInt();
            if (count < 1 || height < 1 || width < 1 || height > LONGEST_SIDE || width > LONGEST_SIDE) {
                throw new UnreadableInputException("File '" + file.getFileName() + "' announces " + count
                        + " images of " + height + "×" + width + " pixels, which cannot be; download it again.");
            }
            long needed = IMAGES_HEADER + (long) count * height * width;
            requireLength(file, channel.size(), needed);
            return new IdxImages(file, count, height, width, labels(file, count));
        } catch (IOException e) {
            throw UnreadableInputException.about(file, e);
        }
    }

    @Override
    public String name() {
        return file.getFileName().toString();
    }

    @Override
    public int size() {
        return count;
    }

    @Override
    public Optional<Integer> label(int index) {
        return labels.map(bytes -> bytes[index] & 0xff);
    }

    @Override
    public RawImage image(int index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("No image " + index + " among " + count + ".");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            int length = height * width;
            ByteBuffer pixels = read(channel, IMAGES_HEADER + (long) index * length, length, file);
            return new RawImage(height, width, 1, pixels.array());
        } catch (IOException e) {
            throw UnreadableInputException.about(file, e);
        }
    }

    private static Optional<byte[]> labels(Path images, int count) throws IOException {
        String name = images.getFileName().toString();
        Path file = images.resolveSibling(name.replace("images", "labels").replace("idx3", "idx1"));
        if (file.equals(images) || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer header = read(channel, 0, LABELS_HEADER, file);
            int magic = header.getInt();
            if (magic != LABELS_MAGIC) {
                throw new UnreadableInputException("File '" + file.getFileName()
                        + "' is no idx file of labels: it begins with " + hex(magic) + " instead of "
                        + hex(LABELS_MAGIC) + "; remove it or download it again.");
            }
            int labels = header.getInt();
            if (labels != count) {
                throw new UnreadableInputException("File '" + file.getFileName() + "' has " + labels
                        + " labels for the " + count + " images beside it; use files that belong together.");
            }
            requireLength(file, channel.size(), LABELS_HEADER + (long) count);
            return Optional.of(read(channel, LABELS_HEADER, count, file).array());
        }
    }

    private static void requireLength(Path file, long actual, long needed) {
        if (actual != needed) {
            throw new UnreadableInputException("File '" + file.getFileName() + "' has " + actual
                    + " bytes where its header asks for " + needed + "; download it again.");
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, int length, Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new UnreadableInputException("File '" + file.getFileName() + "' ends too early; download it again.");
            }
        }
        return bytes.flip();
    }

    private static String hex(int value) {
        return String.format(Locale.ROOT, "0x%08x", value);
    }
}
