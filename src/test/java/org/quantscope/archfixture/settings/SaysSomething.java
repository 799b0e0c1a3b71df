package org.quantscope.archfixture.settings;

/** Breaks a rule: prints outside the commands. */
final class SaysSomething {
    void say() {
        System.out.println("printed");
    }
}
