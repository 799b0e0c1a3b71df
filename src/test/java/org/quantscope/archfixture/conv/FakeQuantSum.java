package org.quantscope.archfixture.conv;

/** Part of the fake-quant path, for a fixture that may not use it. */
final class FakeQuantSum {
    long sum() {
        return 0;
    }
}
