/// The settings file and the data directory.
@NullMarked
package dev.firebreak.config;

import org.jspecify.annotations.NullMarked;
