package org.quantscope.archfixture.tensor;

/** Something that another room of this fixture may import against the rules. */
public final class Room {}
