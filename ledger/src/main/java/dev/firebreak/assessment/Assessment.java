package dev.firebreak.assessment;

import dev.firebreak.risk.ClassFigures;
import dev.firebreak.risk.PopulationEstimate;
import dev.firebreak.risk.PopulationRisk;
import dev.firebreak.risk.QuasiIdentifier;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// The result of reading a stolen data set: what was read, who is in it, what is exposed.
/// Per-person detail lies in a Parquet file that `PeopleTable` reads.
///
/// @param originals every file as handed over
/// @param shape what the files are, such as `mixpanel-events`, `mixpanel-profiles`, `table`
/// @param rowsRead rows understood plus rows rejected
/// @param rowsRejected rows that could not be read
/// @param rejected the first rejected rows with their place and reason, at most 100; never values
/// @param rejectedByReason how many rows were rejected for which reason
/// @param firstEventMillis earliest event in the data, epoch milliseconds; 0 where none
/// @param lastEventMillis latest event in the data; 0 where none
/// @param found people of the accounts directory in the data: the affected list
/// @param ambiguous people of the data that fit two or more accounts
/// @param unresolved people of the data without an account
/// @param organizations organisations whose members or names are in the data
/// @param fields every column or path of the data with its category
/// @param categories per category that the data has: how many people, in which form
/// @param searches per category with a value detector: how many values were searched for it
/// @param risk how identifying the data is
/// @param people the Parquet file with one row per person
/// @param organizationCards the Parquet file with one row per organisation, which
///   `OrganizationTable` reads
public record Assessment(
    List<Original> originals,
    List<String> shape,
    long rowsRead,
    long rowsRejected,
    List<RejectedRow> rejected,
    Map<String, Long> rejectedByReason,
    long firstEventMillis,
    long lastEventMillis,
    long found,
    long ambiguous,
    long unresolved,
    Organizations organizations,
    List<Field> fields,
    Map<DataCategory, CategoryExposure> categories,
    Map<DataCategory, Search> searches,
    RiskFigures risk,
    Path people,
    Path organizationCards) {
  public Assessment {
    originals = List.copyOf(originals);
    shape = List.copyOf(shape);
    rejected = List.copyOf(rejected);
    rejectedByReason = Map.copyOf(rejectedByReason);
    fields = List.copyOf(fields);
    categories = Map.copyOf(categories);
    searches = Map.copyOf(searches);
  }

  /// Names a whole data set: the SHA-256 of its file, or of the list of its files' sums and names,
  /// a line each as `sha256sum` prints them.
  public static String sha256Of(List<Original> originals) {
    return SourceFiles.sha256Of(originals);
  }

  /// Organisations of a data set.
  ///
  /// @param withPeople organisations of the directory with a member in the data
  /// @param named organisations of the directory whose id, name or token stands in the data
  /// @param membersNotFound members of those named who are not in the data themselves
  /// @param unknown names and ids of organisations that the directory does not have
  /// @param admins owners and admins of all these organisations
  /// @param adminsFound those of them who are in the data
  public record Organizations(
      long withPeople,
      long named,
      long membersNotFound,
      long unknown,
      long admins,
      long adminsFound) {
    /// None.
    public static final Organizations NONE = new Organizations(0, 0, 0, 0, 0, 0);
  }

  /// A file as handed over.
  ///
  /// @param parts what was found in it: itself, or the files of an archive, the sheets of a
  ///   workbook
  public record Original(String name, long bytes, String sha256, List<Part> parts) {
    public Original {
      parts = parts == null ? List.of() : List.copyOf(parts);
    }

    /// Before it is read.
    public Original(String name, long bytes, String sha256) {
      this(name, bytes, sha256, List.of());
    }
  }

  /// What was read as one.
  ///
  /// @param name as `export.zip!/2025/1.json.gz`: in an archive behind `!/`
  /// @param readAs what it was, as `JSON lines, UTF-8`; empty where it could not be read
  /// @param doubtedEncoding what the text may be in, where it was read in an encoding that makes no
  ///   words of it; empty where there is no such doubt
  public record Part(
      String name,
      String readAs,
      Optional<String> doubtedEncoding,
      long rowsRead,
      long rowsRejected) {}

  /// A row that could not be read.
  ///
  /// @param file the part
  /// @param line from 1; a row's number in Parquet; 1 where it is about the whole part
  /// @param reason in words, without any value
  public record RejectedRow(String file, long line, String reason) {}

  /// A column or JSON path of the data set.
  ///
  /// @param path as `properties.$city`
  /// @param meaning its category, its slot and why
  /// @param form how the values stand there
  /// @param values non-null values
  /// @param distinct distinct values, counted to 1 000 000
  /// @param profile how the values look
  /// @param detections values in which a detector found a category, by category
  public record Field(
      String path,
      FieldMeaning meaning,
      Form form,
      long values,
      long distinct,
      ValueProfile profile,
      Map<DataCategory, Long> detections) {
    public Field {
      detections = detections == null ? Map.of() : Map.copyOf(detections);
    }

    /// Without any detection.
    public Field(
        String path,
        FieldMeaning meaning,
        Form form,
        long values,
        long distinct,
        ValueProfile profile) {
      this(path, meaning, form, values, distinct, profile, Map.of());
    }

    /// Empty where nothing tells.
    public Optional<DataCategory> category() {
      return meaning.category();
    }
  }

  /// A category in the data set. A person may count in several forms.
  public record CategoryExposure(
      long peopleClear, long peopleGeneralized, long peopleTokenized, long distinctClearValues) {
    /// The forms in which anybody has the category.
    public Masks masks(DataCategory category) {
      long bit = category.mask();
      return new Masks(
          peopleClear > 0 ? bit : 0,
          peopleGeneralized > 0 ? bit : 0,
          peopleTokenized > 0 ? bit : 0,
          0);
    }

    /// People in any form; somebody in several forms counts in each.
    public long people() {
      return peopleClear + peopleGeneralized + peopleTokenized;
    }
  }

  /// A search by a value detector.
  ///
  /// @param valuesSearched string values looked at, and names of fields that hold a category
  /// @param detections how many of them hold the category
  /// @param recall stated recall of the detector on the labelled corpus, 0 to 1: the lowest of the
  ///   types that make up the category
  /// @param samples how many samples of that type the corpus has; 0 where nobody said
  public record Search(long valuesSearched, long detections, double recall, long samples) {
    public Search(long valuesSearched, long detections, double recall) {
      this(valuesSearched, detections, recall, 0);
    }
  }

  /// Re-identification risk over the quasi-identifiers that the data has.
  ///
  /// @param quasiIdentifiers the categories used
  /// @param unmeasured identifying categories that stand in the data in clear or in a coarser form
  ///   and are in no figure here: the share of unique people is unknown, and at least the one given
  /// @param people number of people
  /// @param classes number of equivalence classes
  /// @param smallestClassSize size of the smallest class
  /// @param shareUnique share of people alone in their class, 0 to 1, by what was measured
  /// @param prosecutorAverage average prosecutor risk: classes / people
  /// @param singlingOut smallest sets of fields that make the most people unique, best first
  /// @param population the same against all accounts; empty without a directory that has the fields
  /// @param detail every set of quasi-identifiers; empty where only the sums are known
  public record RiskFigures(
      List<DataCategory> quasiIdentifiers,
      List<DataCategory> unmeasured,
      long people,
      long classes,
      long smallestClassSize,
      double shareUnique,
      double prosecutorAverage,
      List<SubsetRisk> singlingOut,
      Optional<PopulationRisk> population,
      Optional<ClassDetail> detail) {
    public RiskFigures {
      quasiIdentifiers = List.copyOf(quasiIdentifiers);
      // findings made before this was looked at have none
      unmeasured = unmeasured == null ? List.of() : List.copyOf(unmeasured);
      singlingOut = List.copyOf(singlingOut);
    }

    /// Without a population to compare with, and without detail.
    public RiskFigures(
        List<DataCategory> quasiIdentifiers,
        long people,
        long classes,
        long smallestClassSize,
        double shareUnique,
        double prosecutorAverage,
        List<SubsetRisk> singlingOut) {
      this(
          quasiIdentifiers,
          List.of(),
          people,
          classes,
          smallestClassSize,
          shareUnique,
          prosecutorAverage,
          singlingOut,
          Optional.empty(),
          Optional.empty());
    }

    /// The share of people who are unique; empty where identifying fields were not measured, which
    /// is not the same as nobody being unique.
    public OptionalDouble unique() {
      return unmeasured.isEmpty() ? OptionalDouble.of(shareUnique) : OptionalDouble.empty();
    }

    RiskFigures withUnmeasured(List<DataCategory> categories) {
      return new RiskFigures(
          quasiIdentifiers,
          categories,
          people,
          classes,
          smallestClassSize,
          shareUnique,
          prosecutorAverage,
          singlingOut,
          population,
          detail);
    }
  }

  /// One set of quasi-identifiers and what its classes say.
  public record SubsetRisk(List<QuasiIdentifier> fields, ClassFigures figures) {
    public SubsetRisk {
      fields = List.copyOf(fields);
    }

    /// Share of people whom the set singles out, 0 to 1.
    public double shareUnique() {
      return figures.shareUnique();
    }
  }

  /// Every set of quasi-identifiers, and what follows from them all.
  ///
  /// @param all the finest level of each field together
  /// @param subsets every set with at most one level a field, smaller ones first; a set with
  ///   several levels of a field makes the same classes as the finest of them
  /// @param skipped how many of them were not counted, since a smaller one leaves everybody alone
  /// @param apart fields that are in no set, since there are too many for all sets; they are in
  ///   `all` and in the lowerings
  /// @param lowerings what each field would leave if it alone were coarser
  /// @param estimate uniqueness in the population of all accounts as estimated from the data alone;
  ///   empty without a directory
  public record ClassDetail(
      ClassFigures all,
      List<SubsetRisk> subsets,
      long skipped,
      List<QuasiIdentifier> apart,
      List<Lowering> lowerings,
      Optional<PopulationEstimate> estimate) {
    public ClassDetail {
      subsets = List.copyOf(subsets);
      // findings made when there was none have none
      apart = apart == null ? List.of() : List.copyOf(apart);
      lowerings = List.copyOf(lowerings);
    }
  }

  /// What would be left if one field were coarser.
  ///
  /// @param from the level that the data has
  /// @param to the coarser one; empty where the field would be gone
  /// @param left the classes then
  public record Lowering(QuasiIdentifier from, Optional<QuasiIdentifier> to, ClassFigures left) {}
}
