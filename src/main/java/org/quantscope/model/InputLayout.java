package org.quantscope.model;

/** How a layer's input tensor in the network becomes the (N, C, H, W) that the layer is computed on. */
public enum InputLayout {
    /** Already (N, C, H, W). */
    IMAGE,
    /** (N, C, L) of a one-dimensional convolution; becomes (N, C, 1, L). */
    SEQUENCE,
    /** (..., features): every row is one sample; becomes (N, features, 1, 1). */
    ROWS,
    /** (features, N), the other way round; becomes (N, features, 1, 1). */
    COLUMNS
}
