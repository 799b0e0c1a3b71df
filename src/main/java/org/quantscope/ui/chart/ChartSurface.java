package org.quantscope.ui.chart;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.nio.IntBuffer;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;

/**
 * What Java2D draws, as a JavaFX node. Requests to paint are gathered: however many arrive, a pulse paints once, and
 * nothing is allocated unless the size changed.
 */
final class ChartSurface extends Region {
    /** Draws a picture of the given size in logical pixels. */
    interface Painter {
        void paint(Graphics2D graphics, int width, int height);
    }

    private static final int LARGEST = 8192;

    private final Painter painter;
    private final ImageView view = new ImageView();
    private BufferedImage image;
    private PixelBuffer<IntBuffer> buffer;
    private boolean stale = true;

    ChartSurface(Painter painter) {
        this.painter = painter;
        view.setMouseTransparent(true);
        view.setManaged(false);
        getChildren().add(view);
    }

    void requestPaint() {
        stale = true;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        int width = (int) Math.min(LARGEST, Math.floor(getWidth()));
        int height = (int) Math.min(LARGEST, Math.floor(getHeight()));
        view.setVisible(width > 0 && height > 0);
        if (!view.isVisible()) {
            return;
        }
        double scale = getScene() == null || getScene().getWindow() == null
                ? 1
                : Math.max(1, getScene().getWindow().getRenderScaleX());
        int pixelsAcross = (int) Math.ceil(width * scale);
        int pixelsDown = (int) Math.ceil(height * scale);
        if (image == null || image.getWidth() != pixelsAcross || image.getHeight() != pixelsDown) {
            allocate(pixelsAcross, pixelsDown, width, height);
        }
        if (stale) {
            stale = false;
            paint(width, height, scale);
        }
    }

    private void allocate(int pixelsAcross, int pixelsDown, int width, int height) {
        image = new BufferedImage(pixelsAcross, pixelsDown, BufferedImage.TYPE_INT_ARGB_PRE);
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        buffer = new PixelBuffer<>(
                pixelsAcross, pixelsDown, IntBuffer.wrap(pixels), PixelFormat.getIntArgbPreInstance());
        view.setImage(new WritableImage(buffer));
        view.setFitWidth(width);
        view.setFitHeight(height);
        stale = true;
    }

    private void paint(int width, int height, double scale) {
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setComposite(AlphaComposite.Clear);
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            graphics.setComposite(AlphaComposite.SrcOver);
            graphics.scale(scale, scale);
            graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            painter.paint(graphics, width, height);
        } finally {
            graphics.dispose();
        }
        buffer.updateBuffer(unused -> null);
    }
}
