package org.quantscope.archfixture.conv.engine;

/** Something that another room of this fixture may import against the rules. */
public final class Room {}
