/* residents.c: which companies does a park host? Asks a store that `yuantu load` made.
 *
 *   cc residents.c -o residents $(pkg-config --cflags --libs yuantu)
 *   ./residents var/store 光谷生物城 */
#include <stdio.h>
#include <yuantu/yuantu.h>

static const char query[] = "PREFIX yt: <https://w3id.org/yuantu/ontology#>\n"
                            "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
                            "SELECT ?name { ?park rdfs:label ?label ; yt:hosts ?company . ?company rdfs:label ?name }\n"
                            "ORDER BY ?name";

int
main(int argc, char **argv)
{
  if (argc != 3) {
    fprintf(stderr, "usage: residents STORE PARK\n");
    return 2;
  }
  YuantuError *error = NULL; /* an earlier failure stays in it, so it is looked at once, at the end */
  YuantuStore *store = yuantu_open(argv[1], YUANTU_READ, &error);
  YuantuStatement *residents = yuantu_prepare(store, query, &error);
  YuantuTerm park = yuantu_tagged(argv[2], "zh");
  yuantu_bind(residents, "label", &park, &error);
  yuantu_set_timeout(residents, 10000);

  YuantuResult *rows = yuantu_run(residents, &error);
  while (yuantu_result_next(rows, &error))
    puts(yuantu_result_term(rows, 0).text);

  int status = error ? 1 : 0;
  if (error)
    fprintf(stderr, "residents: %s\n", yuantu_error_message(error));
  yuantu_error_free(error);
  yuantu_result_free(rows);
  yuantu_statement_free(residents);
  yuantu_close(store);
  return status;
}
