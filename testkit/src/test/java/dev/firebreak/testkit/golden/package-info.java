/// Golden incidents: stolen data sets that are generated with their truth, and what the product
/// finds in them, compared to the letter.
@org.jspecify.annotations.NullMarked
package dev.firebreak.testkit.golden;
