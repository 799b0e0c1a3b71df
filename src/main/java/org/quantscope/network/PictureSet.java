package org.quantscope.network;

import java.nio.file.Path;
import java.util.List;

/** PNG and JPEG files; each is decoded when it is asked for and not kept. */
final class PictureSet implements ImageSet {
    private final String name;
    private final List<Path> files;

    PictureSet(String name, List<Path> files) {
        this.name = name;
        this.files = List.copyOf(files);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public String imageName(int index) {
        return files.get(index).getFileName().toString();
    }

    @Override
    public RawImage image(int index) {
        return PictureReader.read(files.get(index));
    }
}
