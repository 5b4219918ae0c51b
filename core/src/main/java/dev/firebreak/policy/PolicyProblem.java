package dev.firebreak.policy;

/// One thing wrong in a policy file.
///
/// @param file as the caller named it
/// @param line from 1
/// @param problem what is wrong
/// @param hint what to do
public record PolicyProblem(String file, int line, String problem, String hint) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + problem + "; " + hint;
  }
}
