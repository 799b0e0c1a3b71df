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
        WritableImage image = new WritableImage(picture.width(), picture.height());
        image.getPixelWriter()
                .setPixels(0, 0, picture.width(), picture.height(), PixelFormat.getIntArgbInstance(),
                        picture.argb(), 0, picture.width());
        int longest = Math.max(picture.width(), picture.height());
        double zoom = room >= longest ? Math.floor(room / longest) : room / longest;
        view.setImage(image);
        view.setSmooth(zoom < 1);
        view.setPreserveRatio(true);
        view.setFitWidth(picture.width() * zoom);
        view.setFitHeight(picture.height() * zoom);
    }
}
