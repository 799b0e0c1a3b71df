package org.quantscope.archfixture.calibrate;

/** Something that another room of this fixture may import against the rules. */
public final class Room {}
