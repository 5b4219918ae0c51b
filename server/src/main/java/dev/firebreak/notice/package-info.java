/// Telling people: drafted, checked, approved, sent, verifiable.
@NullMarked
package dev.firebreak.notice;

import org.jspecify.annotations.NullMarked;
