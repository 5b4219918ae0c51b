/// The commands as operations over HTTP, for programs that act for an operator.
@NullMarked
package dev.firebreak.api;

import org.jspecify.annotations.NullMarked;
