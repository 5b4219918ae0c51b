package dev.firebreak.assessment;

import java.util.List;
import java.util.Optional;

/// The card of one organisation: who of it is in a data set, and what the data set says about it. A
/// member who is in no row is not affected as a person, but the organisation may be: its name or id
/// stands in the file.
///
/// @param organization the directory's id, or its name where it has no id; of an organisation that
///   the directory does not have, what the file says
/// @param name the directory's name; empty where it has none, and for organisations it does not
///   have
/// @param known true where the accounts directory has it
/// @param members accounts of the organisation
/// @param membersFound those of them who are in the data, as [PersonExposure]
/// @param admins account ids of its owners and admins, sorted, [#ADMINS_MAX] at most, whether or
///   not they are in the data
/// @param adminCount how many owners and admins there are
/// @param adminsFound those of them who are in the data
/// @param namedAs how the data names it, sorted: `id`, `id_token`, `name`, `name_token`; empty
///   where only its members are in the data
/// @param rows rows that name it, by id or by name, whichever are more
/// @param clear categories exposed as they are, in rows about its members or naming it, as mask
/// @param generalized the same in a coarser form
/// @param tokenized the same as tokens only
/// @param firstSeenMillis earliest event time in these rows, epoch milliseconds; 0 where none
/// @param lastSeenMillis latest event time in these rows; 0 where none
public record OrganizationExposure(
    String organization,
    Optional<String> name,
    boolean known,
    long members,
    long membersFound,
    List<String> admins,
    long adminCount,
    long adminsFound,
    List<String> namedAs,
    long rows,
    long clear,
    long generalized,
    long tokenized,
    long firstSeenMillis,
    long lastSeenMillis) {
  /// The most admins that are listed.
  public static final int ADMINS_MAX = 100;

  public OrganizationExposure {
    admins = List.copyOf(admins);
    namedAs = List.copyOf(namedAs);
  }

  @Override
  public String toString() {
    return "OrganizationExposure[members=" + members + ", membersFound=" + membersFound + "]";
  }
}
