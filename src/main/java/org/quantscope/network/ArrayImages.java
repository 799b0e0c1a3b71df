package org.quantscope.network;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.NpyArray;
import org.quantscope.tensor.NpyFile;
import org.quantscope.tensor.NpyType;
import org.quantscope.tensor.NpzFile;
import org.quantscope.tensor.Shape;
import org.quantscope.tensor.UnreadableInputException;

/**
 * Images of a uint8 array: [H, W], [N, H, W], [N, H, W, C] or [N, C, H, W], where C is 1, 3 or 4. Three dimensions of
 * which the last is 3 or 4 are one colour image [H, W, C]: no gray image is that narrow. A fourth
 * channel is transparency and dropped.
 */
final class ArrayImages implements ImageSet {
    private static final String IMAGES = "images";
    private static final String LABELS = "labels";

    private final String name;
    private final NpyArray array;
    private final Layout layout;
    private final Optional<IntTensor> labels;

    /** How one image lies in the array. */
    private record Layout(int count, int height, int width, int channels, boolean channelsFirst) {}

    private ArrayImages(String name, NpyArray array, Layout layout, Optional<IntTensor> labels) {
        this.name = name;
        this.array = array;
        this.layout = layout;
        this.labels = labels;
    }

    /**
     * Opens a {@code .npy} file, or the array {@code images} of a {@code .npz} file with {@code labels} if they are
     * there. A floating array holds network inputs that are ready to be used.
     */
    static ImageSet open(Path file) {
        String name = file.getFileName().toString();
        if (!name.toLowerCase(Locale.ROOT).endsWith(".npz")) {
            return of(name, NpyFile.read(file), Optional.empty());
        }
        List<String> names = NpzFile.names(file);
        boolean single = names.size() == 1;
        if (!names.contains(IMAGES) && !single) {
            throw new UnreadableInputException("File '" + name + "' has no array named 'images'"
                    + (names.isEmpty() ? "" : "; it has '" + String.join("', '", names) + "'")
                    + "; save the images under that name.");
        }
        Optional<IntTensor> labels = names.contains(LABELS) && names.contains(IMAGES)
                ? Optional.of(NpzFile.read(file, LABELS).toInt())
                : Optional.empty();
        return of(name, NpzFile.read(file, names.contains(IMAGES) ? IMAGES : names.get(0)), labels);
    }

    private static ImageSet of(String name, NpyArray array, Optional<IntTensor> labels) {
        Shape shape = array.shape();
        if (shape.size() == 0) {
            throw new UnreadableInputException("File '" + name + "' holds an array of shape " + shape
                    + ", which has no images in it.");
        }
        if (!array.type().isFloat() && array.type() != NpyType.UINT8) {
            throw new UnreadableInputException("File '" + name + "' holds elements of the type "
                    + array.type().numpyName() + "; images are uint8, and inputs ready for the network float32.");
        }
        ImageSet images = array.type().isFloat() ? ReadyInputs.of(name, array, labels) : bytes(name, array, labels);
        if (labels.isPresent() && labels.get().size() != images.size()) {
            throw new UnreadableInputException("File '" + name + "' has " + labels.get().size() + " labels for "
                    + images.size() + " images; use arrays that belong together.");
        }
        return images;
    }

    private static ImageSet bytes(String name, NpyArray array, Optional<IntTensor> labels) {
        Shape s = array.shape();
        Layout layout = null;
        if (s.rank() == 2) {
            layout = new Layout(1, s.extent(0), s.extent(1), 1, false);
        } else if (s.rank() == 3 && isColour(s.extent(2))) {
            layout = new Layout(1, s.extent(0), s.extent(1), s.extent(2), false);
        } else if (s.rank() == 3) {
            layout = new Layout(s.extent(0), s.extent(1), s.extent(2), 1, false);
        } else if (s.rank() == 4 && (isColour(s.extent(3)) || s.extent(3) == 1)) {
            layout = new Layout(s.extent(0), s.extent(1), s.extent(2), s.extent(3), false);
        } else if (s.rank() == 4 && (isColour(s.extent(1)) || s.extent(1) == 1)) {
            layout = new Layout(s.extent(0), s.extent(2), s.extent(3), s.extent(1), true);
        }
        if (layout == null) {
            throw new UnreadableInputException("File '" + name + "' holds an array of shape " + s
                    + "; images have the shape [N, height, width] or [N, height, width, channels].");
        }
        return new ArrayImages(name, array, layout, labels);
    }

    private static boolean isColour(int channels) {
        return channels == 3 || channels == 4;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return layout.count();
    }

    @Override
    public Optional<Integer> label(int index) {
        return labels.map(values -> values.get(index));
    }

    @Override
    public RawImage image(int index) {
        if (index < 0 || index >= layout.count()) {
            throw new IndexOutOfBoundsException("No image " + index + " among " + layout.count() + ".");
        }
        int area = layout.height() * layout.width();
        int length = area * layout.channels();
        byte[] stored = array.bytes(index * length, length);
        int kept = Math.min(3, layout.channels());
        byte[] pixels = new byte[area * kept];
        int pixelStep = layout.channelsFirst() ? 1 : layout.channels();
        int channelStep = layout.channelsFirst() ? area : 1;
        for (int pixel = 0; pixel < area; pixel++) {
            for (int channel = 0; channel < kept; channel++) {
                pixels[pixel * kept + channel] = stored[pixel * pixelStep + channel * channelStep];
            }
        }
        return new RawImage(layout.height(), layout.width(), kept, pixels);
    }
}
