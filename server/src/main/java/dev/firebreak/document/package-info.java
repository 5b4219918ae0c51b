/// Pages for paper: PDF documents made of the same pages that a browser shows.
@NullMarked
package dev.firebreak.document;

import org.jspecify.annotations.NullMarked;
