/**
 * Settings become files of the field, and back: Quantscope's own settings file and AIMET encodings. Every writer writes
 * the parameters that the kernels ran with, reads its own file back and compares, and replaces an older file only when
 * the new one is whole.
 */
package org.quantscope.export;
