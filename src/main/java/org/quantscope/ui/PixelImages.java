package org.quantscope.ui;

import javafx.scene.image.ImageView;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import org.quantscope.workspace.Picture;

/** Pictures of pixels: small ones are enlarged by whole numbers and not smoothed, large ones are made to fit. */
final class PixelImages {
    private PixelImages() {}

    /** Shows the picture as large as fits into a square of {@code room} pixels. */
    static void show(ImageView view, Picture picture, double room) {
        int longest = Math.max(picture.width(), picture.height());
        int zoom = Math.max(1, (int) (room / longest));
        Picture enlarged = zoom == 1 ? picture : enlarge(picture, zoom);
        WritableImage image = new WritableImage(enlarged.width(), enlarged.height());
        image.getPixelWriter()
                .setPixels(0, 0, enlarged.width(), enlarged.height(), PixelFormat.getIntArgbInstance(),
                        enlarged.argb(), 0, enlarged.width());
        view.setImage(image);
        view.setSmooth(true);
        view.setPreserveRatio(true);
        double shrink = Math.min(1, room / longest);
        view.setFitWidth(enlarged.width() * shrink);
        view.setFitHeight(enlarged.height() * shrink);
    }

    /** Every pixel becomes a square of {@code zoom} pixels; the pipeline's own enlarging may smooth. */
    private static Picture enlarge(Picture picture, int zoom) {
        int width = picture.width() * zoom;
        int[] argb = new int[width * picture.height() * zoom];
        for (int i = 0; i < argb.length; i++) {
            argb[i] = picture.argb()[i / width / zoom * picture.width() + i % width / zoom];
        }
        return new Picture(width, picture.height() * zoom, argb);
    }
}
