package dev.firebreak.notice;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;
import org.jspecify.annotations.Nullable;

/// Records as a name server tells them. Thread-safe.
///
/// @param server `dns://HOST[:PORT]`, or `dns:` for the servers of this machine
public record DnsRecords(String server) implements TxtRecords, MailRecords {
  private static final String WAIT_MILLIS = "3000";
  private static final String ATTEMPTS = "2";

  /// A record of several strings comes as `"a" "b"`, one of a single string bare.
  private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  @Override
  public List<String> of(String name) throws IOException {
    return values(name, "TXT").stream().map(DnsRecords::joined).toList();
  }

  @Override
  public List<String> of(String domain, Type type) throws IOException {
    return values(domain, type.name());
  }

  /// The values of one type at a name; empty where there are none, or no such name.
  ///
  /// The DNS provider makes no objects of what it receives, which is what is feared of JNDI: it
  /// answers with attributes of text. Its interface asks for a Hashtable.
  @SuppressWarnings({"BanJNDI", "JdkObsolete"})
  private List<String> values(String name, String type) throws IOException {
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    environment.put(Context.PROVIDER_URL, server);
    environment.put("com.sun.jndi.dns.timeout.initial", WAIT_MILLIS);
    environment.put("com.sun.jndi.dns.timeout.retries", ATTEMPTS);
    try {
      InitialDirContext context = new InitialDirContext(environment);
      try {
        return values(context.getAttributes(name, new String[] {type}).get(type));
      } finally {
        context.close();
      }
    } catch (NameNotFoundException nothing) {
      return List.of();
    } catch (NamingException e) {
      throw new IOException("no name server answers for " + name, e);
    }
  }

  private static List<String> values(@Nullable Attribute attribute) throws NamingException {
    List<String> values = new ArrayList<>();
    if (attribute != null) {
      NamingEnumeration<?> all = attribute.getAll();
      while (all.hasMore()) {
        values.add(String.valueOf(all.next()));
      }
    }
    return values;
  }

  /// The strings of a record as one text.
  static String joined(String record) {
    if (!record.startsWith("\"")) {
      return record;
    }
    StringBuilder text = new StringBuilder();
    Matcher string = STRING.matcher(record);
    while (string.find()) {
      text.append(string.group(1).replaceAll("\\\\(.)", "$1"));
    }
    return text.toString();
  }
}
