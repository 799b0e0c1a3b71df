package org.quantscope;

/** The program's entry. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
    }
}
