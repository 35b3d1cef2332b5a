/* data.h: datasets out of the files that --data and --named give. */
#pragma once
#include "store/store.h"

typedef struct {
  YtStoreBuilder *builder;
  guint n_files; /* read so far: numbers the prefixes that keep blank nodes of two files apart */
  const char *graph; /* private: where triples without a graph go */
} YtDataReader;

/* Adds the file at @path; its triples go to @graph if that is given. */
gboolean yt_data_read_file(YtDataReader *reader, const char *path, const char *graph, GError **error);

/* Adds all files of @data, and of @named as "[IRI=]FILE"; both NULL-terminated, or NULL. */
gboolean yt_data_read_files(YtDataReader *reader, char *const *data, char *const *named, GError **error);
