package dev.firebreak.assessment;

import java.io.IOException;
import java.io.InputStream;

/// Where the converted rows of a data set are read from: a folder, or sealed files. The names are
/// [#INDEX], [#REJECTED] and [#part]; docs/adr/0017-mapping-and-converted-rows.md has their format.
@FunctionalInterface
public interface ConvertedFiles {
  /// What the rows came from, their paths, and how many parts there are.
  String INDEX = "index";

  /// The rejected rows with place and reason; missing where there are none.
  String REJECTED = "rejected";

  /// A file of rows, from 1.
  static String part(int number) {
    return "part-" + number;
  }

  /// Opens a file from its beginning; the reader closes it. May be called again for the same.
  InputStream open(String name) throws IOException;
}
