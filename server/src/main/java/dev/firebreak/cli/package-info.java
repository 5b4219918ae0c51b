/// The command line.
@NullMarked
package dev.firebreak.cli;

import org.jspecify.annotations.NullMarked;
