package org.quantscope.archfixture.settings;

/** Something that another room of this fixture may import against the rules. */
public final class Room {}
