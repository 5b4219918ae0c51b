package dev.firebreak.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SparkDialectTest {
  private static String plain(String sql) {
    return SparkDialect.query(sql).replaceAll(" *([(),.]) *", "$1");
  }

  @Test
  void namesTypesAndListsAreSparks() {
    assertThat(plain("SELECT n AS \"rows\", x::VARCHAR, []::VARCHAR[], ['a', 'b'], 7 // 2"))
        .isEqualTo("SELECT n AS `rows`,x :: STRING,array():: ARRAY<STRING>,array('a','b'),7 div 2");
  }

  @Test
  void columnsAreLeftOutAndReplaced() {
    assertThat(plain("SELECT s.* EXCLUDE (a), t FROM s"))
        .isEqualTo("SELECT s.* EXCEPT(a),t FROM s");
    assertThat(plain("SELECT * REPLACE (CASE WHEN a THEN b ELSE c END AS a) FROM s"))
        .isEqualTo("SELECT * EXCEPT(a),CASE WHEN a THEN b ELSE c END AS a FROM s");
    assertThat(plain("SELECT replace(a, '.', '') FROM s"))
        .isEqualTo("SELECT replace(a,'.','')FROM s");
  }

  @Test
  void aggregatesPassOverWhatDuckDbPassesOver() {
    assertThat(plain("SELECT arg_min(a, row), min(t) FILTER (k <> 2), min(v) FROM s"))
        .isEqualTo(
            "SELECT min_by(a,row)FILTER(WHERE(a)IS NOT NULL),min(t)FILTER(WHERE k <> 2),min(v)FROM"
                + " s");
    assertThat(plain("SELECT count(*) FILTER (WHERE role IN ('owner', 'admin')) FROM s"))
        .isEqualTo("SELECT count(*)FILTER(WHERE role IN('owner','admin'))FROM s");
    assertThat(plain("SELECT min(a || ':' || b, 20), list_sort(list(DISTINCT k)), len(l) FROM s"))
        .isEqualTo(
            "SELECT min_by(a || ':' || b,a || ':' || b,20),array_sort(collect_set(k)),size(l)FROM"
                + " s");
    assertThat(plain("SELECT concat(a, '|', b) FROM s"))
        .isEqualTo("SELECT concat_ws('',a,'|',b)FROM s");
  }

  @Test
  void functionsOverTextsMeanTheSame() {
    assertThat(plain("SELECT lower(nfc_normalize(trim(email))), sha256(a) FROM s"))
        .isEqualTo(
            "SELECT firebreak_lower(firebreak_nfc(firebreak_trim(email))),sha2(a,256)FROM s");
    assertThat(plain("SELECT regexp_replace(regexp_replace(p, '[^0-9]', '', 'g'), '^00', '')"))
        .isEqualTo("SELECT regexp_replace(regexp_replace(p,'[^0-9]',''),'^00','')");
    assertThat(plain("SELECT regexp_full_match(a, '[0-9]{2}|[a-f]{4}'), regexp_extract(b, '^x*')"))
        .isEqualTo("SELECT regexp_like(a,'\\A(?:[0-9]{2}|[a-f]{4})\\z'),regexp_extract(b,'^x*',0)");
  }

  @Test
  void tablesAreParquetAndViewsTemporary() {
    assertThat(SparkDialect.statements("CREATE TABLE t AS SELECT 1 AS a"))
        .containsExactly("CREATE TABLE t USING parquet AS SELECT 1 AS a");
    assertThat(SparkDialect.statements("CREATE OR REPLACE TABLE t AS SELECT 1 AS a"))
        .containsExactly("DROP TABLE IF EXISTS t", "CREATE TABLE t USING parquet AS SELECT 1 AS a");
    assertThat(SparkDialect.statements("CREATE TABLE t (a VARCHAR[], b INTEGER)"))
        .containsExactly("CREATE TABLE t ( a ARRAY<STRING> , b INTEGER ) USING parquet");
    assertThat(SparkDialect.statements("CREATE OR REPLACE VIEW v AS SELECT * FROM t"))
        .containsExactly("CREATE OR REPLACE TEMPORARY VIEW v AS SELECT * FROM t");
  }

  @Test
  void whatWouldMeanSomethingElseIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SparkDialect.statements("SELECT regexp_replace(a, 'x', '')"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SparkDialect.statements("SELECT 'it''s'"));
    assertThatIllegalArgumentException().isThrownBy(() -> SparkDialect.statements("SELECT (1"));
    assertThat(plain("SELECT ''")).isEqualTo("SELECT ''");
  }
}
