package org.quantscope.workspace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quantscope.network.ImageSet;
import org.quantscope.network.RawImage;
import org.quantscope.tensor.UnreadableInputException;

/** Pictures of the image shown and of its neighbours, small enough for a screen. Used by one worker. */
final class ImageStrip {
    private static final int NEIGHBOURS = 3;
    private static final int MOST_KEPT = 64;
    private static final int PICTURE_SIDE = 512;
    private static final int THUMBNAIL_SIDE = 72;

    private final Map<Integer, Picture> kept = new LinkedHashMap<>();
    private ImageSet keptFrom;

    Picture picture(ImageSet images, int index) {
        return scaled(images.image(index), PICTURE_SIDE);
    }

    /** The shown image in the middle where there are enough on both sides. */
    List<Thumbnail> around(ImageSet images, int index) {
        if (keptFrom != images || kept.size() > MOST_KEPT) {
            kept.clear();
            keptFrom = images;
        }
        int count = Math.min(images.size(), 2 * NEIGHBOURS + 1);
        int first = Math.max(0, Math.min(index - NEIGHBOURS, images.size() - count));
        List<Thumbnail> thumbnails = new ArrayList<>(count);
        for (int at = first; at < first + count; at++) {
            thumbnails.add(new Thumbnail(at, kept.computeIfAbsent(at, which -> thumbnail(images, which))));
        }
        return thumbnails;
    }

    /** A neighbour that cannot be read is an empty picture; it becomes a sentence when it is asked for itself. */
    private static Picture thumbnail(ImageSet images, int index) {
        try {
            return scaled(images.image(index), THUMBNAIL_SIDE);
        } catch (UnreadableInputException unreadable) {
            return new Picture(1, 1, new int[] {0xff808080});
        }
    }

    /** Every n-th pixel, so that no side is longer than {@code side}. */
    private static Picture scaled(RawImage image, int side) {
        int step = Math.max(1, (Math.max(image.width(), image.height()) + side - 1) / side);
        int width = (image.width() + step - 1) / step;
        int height = (image.height() + step - 1) / step;
        int[] argb = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                argb[y * width + x] = image.argb(y * step, x * step);
            }
        }
        return new Picture(width, height, argb);
    }
}
