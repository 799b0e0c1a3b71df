package org.quantscope.ui;

import java.util.Optional;
import org.quantscope.workspace.InputState;
import org.quantscope.workspace.NetworkAnswer;
import org.quantscope.workspace.Prediction;
import org.quantscope.workspace.WorkspaceState;

/** What became of the network's answer, in sentences. */
final class AnswerVerdict {
    private AnswerVerdict() {}

    /** The answer to the image shown, of these settings or of earlier ones; empty: to another image, or none. */
    static Optional<NetworkAnswer> ofInput(WorkspaceState state) {
        long version = state.input().map(InputState::version).orElse(-1L);
        return state.answer().filter(answer -> answer.inputVersion() == version);
    }

    /** {@code The network now answers Bag, not Sandal}; empty where there are no classes. */
    static String sentence(NetworkAnswer answer) {
        if (answer.real().isEmpty() || answer.quantized().isEmpty()) {
            return "";
        }
        Prediction now = answer.quantized().get(0);
        return answer.topChanged()
                ? "The network now answers " + now.label() + ", not " + answer.real().get(0).label()
                : "The network still answers " + now.label();
    }

    /** How the data's own label stands to it; empty where the data have none. */
    static String against(NetworkAnswer answer, Optional<String> label) {
        if (label.isEmpty() || answer.real().isEmpty() || answer.quantized().isEmpty()) {
            return "";
        }
        boolean before = answer.real().get(0).label().equals(label.get());
        boolean after = answer.quantized().get(0).label().equals(label.get());
        String said = "The data say " + label.get() + ": ";
        if (before && after) {
            return said + "both networks are right.";
        }
        return said + (before
                ? "the float network is right, the quantized one is not."
                : after ? "the quantized network is right, the float one is not." : "neither network is right.");
    }
}
