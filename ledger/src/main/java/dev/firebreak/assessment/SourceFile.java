package dev.firebreak.assessment;

import java.nio.file.Path;

/// A file as it was handed over, with the name under which it is reported.
///
/// @param name path relative to the folder that was given, or the file name
public record SourceFile(Path path, String name) {}
