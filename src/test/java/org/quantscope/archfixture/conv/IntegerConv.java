package org.quantscope.archfixture.conv;

/** Breaks a rule: the integer path made from the fake-quant one. */
final class IntegerConv {
    long sum() {
        return new FakeQuantSum().sum();
    }
}
