/// Answers for the person whom the data is about (GDPR Art. 15): which vendors were given what
/// about them, in which form, when, and what can be said of the rest.
@NullMarked
package dev.firebreak.receipt;

import org.jspecify.annotations.NullMarked;
