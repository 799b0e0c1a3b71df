package org.quantscope.archfixture.strange;

/** Breaks the table: there is no such room. */
final class Place {}
