package org.quantscope.network;

/** ONNX Runtime could not open or run the network. The message is one sentence for a person. */
public final class NetworkRunException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NetworkRunException(String sentence) {
        super(sentence);
    }

    public NetworkRunException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
