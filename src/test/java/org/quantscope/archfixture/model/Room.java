package org.quantscope.archfixture.model;

/** Something that another room of this fixture may import against the rules. */
public final class Room {}
