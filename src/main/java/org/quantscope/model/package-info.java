/**
 * The loaded network in Quantscope's words: a {@link org.quantscope.model.Model} is a list of nodes in the order of the
 * file, of which some are {@link org.quantscope.model.Layer layers} that can be explored. Nothing here knows where the
 * network came from, and nothing here changes after loading.
 */
package org.quantscope.model;
