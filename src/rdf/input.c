/* input.c: inputs over memory. */
#include "rdf/input.h"

#include <string.h>

gssize
yt_input_read_bytes(gpointer input_bytes, char *buffer, gsize n_bytes, GError **error G_GNUC_UNUSED)
{
  YtInputBytes *input = input_bytes;
  gsize n = MIN(n_bytes, input->n_bytes);
  if (n)
    memcpy(buffer, input->bytes, n);
  input->bytes += n;
  input->n_bytes -= n;
  return (gssize) n;
}
