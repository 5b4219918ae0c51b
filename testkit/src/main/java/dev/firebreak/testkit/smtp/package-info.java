/// A mail server on loopback that keeps what it gets and fails when told to.
@NullMarked
package dev.firebreak.testkit.smtp;

import org.jspecify.annotations.NullMarked;
