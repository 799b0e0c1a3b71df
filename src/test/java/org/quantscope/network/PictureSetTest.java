package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.tensor.UnreadableInputException;

class PictureSetTest {
    @TempDir
    Path folder;

    @Test
    void grayPicturesKeepTheirStoredValues() throws IOException {
        BufferedImage gray = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < 256; x++) {
            gray.getRaster().setSample(x, 0, 0, x);
        }
        RawImage read = ImageSource.open(write(gray, "png", "gray.png")).image(0);

        assertThat(read.channels()).isEqualTo(1);
        for (int x = 0; x < 256; x++) {
            assertThat(read.value(0, x, 0)).isEqualTo(x);
        }
    }

    @Test
    void sixteenBitsBecomeEight() throws IOException {
        BufferedImage gray = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        gray.getRaster().setSample(0, 0, 0, 0xffff);
        gray.getRaster().setSample(1, 0, 0, 0x80ff);
        RawImage read = ImageSource.open(write(gray, "png", "deep.png")).image(0);

        assertThat(read.value(0, 0, 0)).isEqualTo(255);
        assertThat(read.value(0, 1, 0)).isEqualTo(128);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_3BYTE_BGR})
    void colourPicturesLoseOnlyTheirTransparency(int type) throws IOException {
        BufferedImage colour = new BufferedImage(3, 2, type);
        colour.setRGB(2, 1, 0xff102030);
        colour.setRGB(0, 0, 0x80ff0001);
        RawImage read = ImageSource.open(write(colour, "png", "colour.png")).image(0);

        assertThat(read.height()).isEqualTo(2);
        assertThat(read.width()).isEqualTo(3);
        assertThat(read.channels()).isEqualTo(3);
        assertThat(read.argb(1, 2)).isEqualTo(0xff102030);
        assertThat(read.argb(0, 0)).isEqualTo(0xffff0001);
    }

    @Test
    void jpegFilesAreRead() throws IOException {
        BufferedImage flat = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            flat.setRGB(i % 16, i / 16, 0xffc86432);
        }
        RawImage read = ImageSource.open(write(flat, "jpg", "flat.JPG")).image(0);

        assertThat(read.value(7, 7, 0)).isBetween(196, 204);
        assertThat(read.value(7, 7, 1)).isBetween(96, 104);
        assertThat(read.value(7, 7, 2)).isBetween(46, 54);
    }

    @Test
    void aFolderGivesItsPicturesByName() throws IOException {
        for (String name : new String[] {"b.png", "a.png", "c.png"}) {
            write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png", name);
        }
        Files.writeString(folder.resolve("notes.txt"), "no picture");
        Files.createDirectory(folder.resolve("folder.png"));
        ImageSet set = ImageSource.open(folder);

        assertThat(set.size()).isEqualTo(3);
        assertThat(set.imageName(0)).isEqualTo("a.png");
        assertThat(set.imageName(2)).isEqualTo("c.png");
        assertThat(set.label(0)).isEmpty();
    }

    @Test
    void saysWhatIsNoPicture() throws IOException {
        assertThatThrownBy(() -> ImageSource.open(folder))
                .hasMessage("Folder '" + folder + "' has no PNG or JPEG files and no"
                        + " test_data_set_*/input_0.pb; choose one that has.");
        assertThatThrownBy(() -> ImageSource.open(folder.resolve("none.png")))
                .hasMessage("There is no file or folder '" + folder.resolve("none.png") + "'.");
        Path text = Files.writeString(folder.resolve("notes.txt"), "no picture");
        assertThatThrownBy(() -> ImageSource.open(text))
                .isInstanceOf(UnreadableInputException.class)
                .hasMessage("File 'notes.txt' holds no images that Quantscope reads; open a PNG or JPEG file, a folder of"
                        + " them, an idx file, a .npy or .npz array, or an ONNX tensor (.pb).");
        Path disguised = Files.writeString(folder.resolve("notes.png"), "no picture");
        assertThatThrownBy(() -> ImageSource.open(disguised).image(0))
                .isInstanceOf(UnreadableInputException.class)
                .hasMessage("Image 'notes.png' cannot be decoded: it is neither PNG nor JPEG; open it in an image program"
                        + " and save it again as PNG.");
    }

    @Test
    void aPictureThatAnnouncesTooManyPixelsIsRefusedBeforeItIsDecoded() throws IOException {
        Path file = write(new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY), "png", "huge.png");
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer header = ByteBuffer.wrap(bytes);
        header.putInt(16, 100_000).putInt(20, 100_000);
        CRC32 checksum = new CRC32();
        checksum.update(bytes, 12, 17);
        header.putInt(29, (int) checksum.getValue());
        Files.write(file, bytes);

        assertThatThrownBy(() -> ImageSource.open(file).image(0))
                .isInstanceOf(UnreadableInputException.class)
                .hasMessage("Image 'huge.png' has 100000×100000 pixels, more than the 50000000 that are read; make it"
                        + " smaller.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void anyDamageGivesAPictureOrASentence(String format) throws IOException {
        Random random = new Random(9);
        BufferedImage noise = new BufferedImage(24, 17, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 24 * 17; i++) {
            noise.setRGB(i % 24, i / 24, random.nextInt());
        }
        Path file = write(noise, format, "damaged." + format);
        byte[] whole = Files.readAllBytes(file);
        int refused = 0;
        for (int round = 0; round < 400; round++) {
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(3) > 0 ? whole.length : random.nextInt(whole.length));
            for (int changes = random.nextInt(8); changes > 0 && damaged.length > 0; changes--) {
                damaged[random.nextInt(Math.min(random.nextBoolean() ? 200 : 9999, damaged.length))] =
                        (byte) random.nextInt(256);
            }
            Files.write(file, damaged);
            try {
                ImageSource.open(file).image(0);
            } catch (UnreadableInputException e) {
                refused++;
                assertThat(e.getMessage()).startsWith("Image 'damaged." + format + "' ").endsWith(".");
            }
        }
        assertThat(refused).isGreaterThan(50);
    }

    private Path write(BufferedImage image, String format, String name) throws IOException {
        Path file = folder.resolve(name);
        assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
        return file;
    }
}
