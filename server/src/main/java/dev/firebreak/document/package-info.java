/// Forms for people: PDF documents made of the same pages that a browser shows, and CSV for
/// spreadsheets.
@NullMarked
package dev.firebreak.document;

import org.jspecify.annotations.NullMarked;
