package org.quantscope.archfixture.settings;

/** Breaks a rule: a name that says nothing. */
final class FieldUtils {}
