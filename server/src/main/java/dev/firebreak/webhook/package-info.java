/// Tells programs of the company what happens here: signed requests over HTTPS, without any
/// personal data, each at least once.
@NullMarked
package dev.firebreak.webhook;

import org.jspecify.annotations.NullMarked;
