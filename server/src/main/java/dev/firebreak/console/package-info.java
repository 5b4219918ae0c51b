/// The console: pages for operators at a listener of its own, behind a password and a second
/// factor.
@NullMarked
package dev.firebreak.console;

import org.jspecify.annotations.NullMarked;
