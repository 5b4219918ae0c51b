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

/// TXT records as a name server tells them. Thread-safe.
///
/// @param server `dns://HOST[:PORT]`, or `dns:` for the servers of this machine
public record DnsTxtRecords(String server) implements TxtRecords {
  private static final String WAIT_MILLIS = "3000";
  private static final String ATTEMPTS = "2";

  /// A record of several strings comes as `"a" "b"`, one of a single string bare.
  private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  /// The DNS provider makes no objects of what it receives, which is what is feared of JNDI: it
  /// answers with attributes of text. Its interface asks for a Hashtable.
  @Override
  @SuppressWarnings({"BanJNDI", "JdkObsolete"})
  public List<String> of(String name) throws IOException {
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    environment.put(Context.PROVIDER_URL, server);
    environment.put("com.sun.jndi.dns.timeout.initial", WAIT_MILLIS);
    environment.put("com.sun.jndi.dns.timeout.retries", ATTEMPTS);
    try {
      InitialDirContext context = new InitialDirContext(environment);
      try {
        return texts(context.getAttributes(name, new String[] {"TXT"}).get("TXT"));
      } finally {
        context.close();
      }
    } catch (NameNotFoundException nothing) {
      return List.of();
    } catch (NamingException e) {
      throw new IOException("no name server answers for " + name, e);
    }
  }

  private static List<String> texts(@Nullable Attribute attribute) throws NamingException {
    List<String> texts = new ArrayList<>();
    if (attribute != null) {
      NamingEnumeration<?> values = attribute.getAll();
      while (values.hasMore()) {
        texts.add(joined(String.valueOf(values.next())));
      }
    }
    return texts;
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
