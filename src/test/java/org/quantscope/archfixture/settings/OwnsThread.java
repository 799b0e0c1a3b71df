package org.quantscope.archfixture.settings;

/** Breaks a rule: a thread of its own. */
final class OwnsThread {
    Thread start() {
        return new Thread(() -> {});
    }
}
