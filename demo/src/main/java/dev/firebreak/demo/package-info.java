/// The replay of November 2025: the one place where the story lives.
@NullMarked
package dev.firebreak.demo;

import org.jspecify.annotations.NullMarked;
