package dev.firebreak.assessment;

/// The form in which a category stands in a data set.
public enum Form {
  CLEAR,
  GENERALIZED,
  TOKEN
}
