/// Tests that read the project's own sources and documents.
@NullMarked
package dev.firebreak.testkit.tidy;

import org.jspecify.annotations.NullMarked;
