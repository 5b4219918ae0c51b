/// HTML from templates that were turned into Java classes when the program was built.
@NullMarked
package dev.firebreak.template;

import org.jspecify.annotations.NullMarked;
