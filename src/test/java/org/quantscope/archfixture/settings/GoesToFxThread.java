package org.quantscope.archfixture.settings;

import java.util.concurrent.Executor;
import javafx.application.Platform;

/** Breaks a rule: a second way to the FX thread. */
final class GoesToFxThread {
    Executor publisher() {
        return Platform::runLater;
    }
}
