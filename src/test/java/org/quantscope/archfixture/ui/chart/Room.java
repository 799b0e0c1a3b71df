package org.quantscope.archfixture.ui.chart;

/** Something that another room of this fixture may import against the rules. */
public final class Room {}
