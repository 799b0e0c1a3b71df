package org.quantscope.model;

import java.util.List;

/**
 * An input or output of the network.
 *
 * @param name the tensor's name
 * @param elementType ONNX's word for the element type, such as {@code float}
 * @param dimensions extents; −1 where the file leaves one open
 * @param dimensionNames the file's name for an open extent, or an empty string
 */
public record TensorInfo(String name, String elementType, List<Long> dimensions, List<String> dimensionNames) {
    public TensorInfo {
        dimensions = List.copyOf(dimensions);
        dimensionNames = List.copyOf(dimensionNames);
    }
}
