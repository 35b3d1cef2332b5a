/* pack.c: see pack.h. */
#include "store/pack.h"
#include <string.h>

#define MINI       128 /* rows that share a width in a column of differences */
#define MAX_VALUES 256 /* in a list of values */

enum { KIND_CONSTANT, KIND_FRAME, KIND_DELTA, KIND_LIST, KIND_RUNS };

static guint
width_of(guint32 value)
{
  return value == 0 ? 0 : 32 - (guint) __builtin_clz(value);
}

static gsize
packed_bytes(gsize n, guint width)
{
  return (n * width + 7) / 8;
}

static guint8 *
put_u16(guint8 *out, gsize value)
{
  guint16 v = GUINT16_TO_LE((guint16) value);
  memcpy(out, &v, sizeof v);
  return out + sizeof v;
}

static guint8 *
put_u32(guint8 *out, guint32 value)
{
  value = GUINT32_TO_LE(value);
  memcpy(out, &value, sizeof value);
  return out + sizeof value;
}

static guint
get_u16(const guint8 *at)
{
  guint16 v;
  memcpy(&v, at, sizeof v);
  return GUINT16_FROM_LE(v);
}

static guint32
get_u32(const guint8 *at)
{
  guint32 v;
  memcpy(&v, at, sizeof v);
  return GUINT32_FROM_LE(v);
}

/* Bits are gathered in a word and leave it four bytes at a time. */
typedef struct {
  guint8 *out;
  guint64 word;
  guint n_bits;
} BitWriter;

static inline void
put_bits(BitWriter *w, guint32 value, guint width)
{
  w->word |= (guint64) value << w->n_bits;
  w->n_bits += width;
  if (w->n_bits >= 32) {
    w->out = put_u32(w->out, (guint32) w->word);
    w->word >>= 32;
    w->n_bits -= 32;
  }
}

static guint8 *
end_bits(BitWriter *w)
{
  for (; w->n_bits > 0; w->n_bits = w->n_bits > 8 ? w->n_bits - 8 : 0, w->word >>= 8)
    *w->out++ = (guint8) w->word;
  return w->out;
}

static inline void
get_bits(const guint8 *at, guint n, guint width, guint32 base, guint32 *out)
{
  const guint64 mask = (G_GUINT64_CONSTANT(1) << width) - 1;
  gsize bit = 0;
  for (guint i = 0; i < n; i++, bit += width) {
    guint64 word;
    memcpy(&word, at + (bit >> 3), sizeof word);
    out[i] = base + (guint32) (GUINT64_FROM_LE(word) >> (bit & 7) & mask);
  }
}

/* The loop once for each width, so that the compiler knows all shifts. */
static void
unpack_bits(const guint8 *at, guint n, guint width, guint32 base, guint32 *out)
{
#define CASE(w)                                                                                              \
  case w:                                                                                                    \
    get_bits(at, n, w, base, out);                                                                           \
    break;
#define CASES(w) CASE(w) CASE(w + 1) CASE(w + 2) CASE(w + 3) CASE(w + 4) CASE(w + 5) CASE(w + 6) CASE(w + 7)
  switch (width) {
  case 0:
    for (guint i = 0; i < n; i++)
      out[i] = base;
    break;
    CASES(1)
    CASES(9)
    CASES(17)
    CASES(25)
  }
#undef CASES
#undef CASE
}

typedef struct {
  guint32 least, most;
  guint n_runs;
  gboolean rising;
  gsize delta_bytes; /* of kind DELTA, when rising */
  guint8 widths[YT_BLOCK_ROWS / MINI];
} ColumnStats;

static void
look_at_column(const guint32 *v, guint n, ColumnStats *s)
{
  s->least = s->most = v[0];
  s->n_runs = 1;
  s->delta_bytes = 5;
  guint32 falls = 0, last = v[0];
  for (guint from = 0; from < n; from += MINI) {
    guint end = MIN(from + MINI, n);
    guint32 all = 0;
    for (guint i = from; i < end; i++) {
      guint32 x = v[i];
      s->least = MIN(s->least, x);
      s->most = MAX(s->most, x);
      s->n_runs += x != last;
      falls |= x < last;
      all |= x - last;
      last = x;
    }
    s->widths[from / MINI] = (guint8) width_of(all);
    s->delta_bytes += 1 + packed_bytes(end - from, width_of(all));
  }
  s->rising = !falls;
}

static guint8 *
pack_frame(const guint32 *v, guint n, const ColumnStats *s, guint8 *out)
{
  guint width = width_of(s->most - s->least);
  *out++ = KIND_FRAME;
  *out++ = (guint8) width;
  BitWriter w = {.out = put_u32(out, s->least)};
  for (guint i = 0; i < n; i++)
    put_bits(&w, v[i] - s->least, width);
  return end_bits(&w);
}

static guint8 *
pack_delta(const guint32 *v, guint n, const ColumnStats *s, guint8 *out)
{
  *out++ = KIND_DELTA;
  out = put_u32(out, v[0]);
  guint32 last = v[0];
  for (guint from = 0; from < n; from += MINI) {
    guint width = s->widths[from / MINI];
    *out++ = (guint8) width;
    BitWriter w = {.out = out};
    for (guint i = from; i < MIN(from + MINI, n); last = v[i++])
      put_bits(&w, v[i] - last, width);
    out = end_bits(&w);
  }
  return out;
}

/* The distinct values of a column, sorted, and the place of each row's; 0 if a list would not pay. */
static guint
collect_values(const guint32 *v, guint n, gsize limit_bits, guint width, guint32 *values, guint16 *places)
{
  enum { SLOTS = 1024 };
  guint16 slots[SLOTS] = {0}; /* place + 1 */
  guint n_values = 0;
  for (guint i = 0; i < n; i++) {
    guint at = (v[i] * 2654435769u) >> 22;
    while (slots[at] && values[slots[at] - 1] != v[i])
      at = (at + 1) % SLOTS;
    if (!slots[at]) {
      if (n_values == MAX_VALUES ||
          (gsize) (n_values + 1) * width + (gsize) n * width_of(n_values) >= limit_bits)
        return 0;
      values[n_values++] = v[i];
      slots[at] = (guint16) n_values;
    }
    places[i] = (guint16) (slots[at] - 1);
  }
  guint32 sorted[MAX_VALUES];
  guint16 rank[MAX_VALUES];
  for (guint i = 0; i < n_values; i++) { /* by insertion: few, and often in order already */
    guint at = i;
    for (; at > 0 && sorted[at - 1] > values[i]; at--)
      sorted[at] = sorted[at - 1];
    sorted[at] = values[i];
  }
  for (guint i = 0; i < n_values; i++) {
    guint low = 0, high = n_values;
    while (low + 1 < high) {
      guint middle = (low + high) / 2;
      if (sorted[middle] <= values[i])
        low = middle;
      else
        high = middle;
    }
    rank[i] = (guint16) low;
  }
  memcpy(values, sorted, n_values * sizeof *values);
  for (guint i = 0; i < n; i++)
    places[i] = rank[places[i]];
  return n_values;
}

static guint8 *
pack_list(const guint32 *values, guint n_values, const guint16 *places, guint n, guint8 *out)
{
  guint width = width_of(values[n_values - 1] - values[0]), place_width = width_of(n_values - 1);
  *out++ = KIND_LIST;
  out = put_u16(out, n_values);
  *out++ = (guint8) width;
  BitWriter w = {.out = put_u32(out, values[0])};
  for (guint i = 0; i < n_values; i++)
    put_bits(&w, values[i] - values[0], width);
  out = end_bits(&w);
  *out++ = (guint8) place_width;
  w = (BitWriter){.out = out};
  for (guint i = 0; i < n; i++)
    put_bits(&w, places[i], place_width);
  return end_bits(&w);
}

static guint8 *
pack_simple(const guint32 *v, guint n, const ColumnStats *s, guint8 *out)
{
  if (s->least == s->most) {
    *out++ = KIND_CONSTANT;
    return put_u32(out, v[0]);
  }
  if (s->rising && s->delta_bytes < 6 + packed_bytes(n, width_of(s->most - s->least)))
    return pack_delta(v, n, s, out);
  return pack_frame(v, n, s, out);
}

static guint8 *
pack_runs(const guint32 *v, guint n, guint n_runs, guint8 *out)
{
  guint32 values[YT_BLOCK_ROWS], lengths[YT_BLOCK_ROWS];
  guint run = 0, from = 0;
  for (guint i = 1; i <= n; i++)
    if (i == n || v[i] != v[from]) {
      values[run] = v[from];
      lengths[run++] = i - from - 1;
      from = i;
    }
  *out++ = KIND_RUNS;
  out = put_u16(out, n_runs);
  guint8 *size = out, *start = out + 2;
  ColumnStats s;
  look_at_column(values, n_runs, &s);
  out = pack_simple(values, n_runs, &s, start);
  put_u16(size, (gsize) (out - start));
  look_at_column(lengths, n_runs, &s);
  return pack_simple(lengths, n_runs, &s, out);
}

static guint8 *
pack_column(const guint32 *v, guint n, guint8 *out)
{
  ColumnStats s;
  look_at_column(v, n, &s);
  if (s.least == s.most)
    return pack_simple(v, n, &s, out);
  guint width = width_of(s.most - s.least);
  gsize simple = 6 + packed_bytes(n, width);
  if (s.rising)
    simple = MIN(simple, s.delta_bytes);
  if (s.n_runs * (s.rising ? 4 : 2) < n) { /* more runs cannot pay: a rising row costs little as it is */
    guint8 *end = pack_runs(v, n, s.n_runs, out);
    if ((gsize) (end - out) < simple)
      return end;
  }
  if (width > 3 && !s.rising) {
    guint32 values[MAX_VALUES];
    guint16 places[YT_BLOCK_ROWS];
    guint n_values = collect_values(v, n, (simple - 10) * 8, width, values, places);
    if (n_values > 0)
      return pack_list(values, n_values, places, n, out);
  }
  return pack_simple(v, n, &s, out);
}

gsize
yt_block_pack(const guint32 *const columns[4], guint n_rows, guint8 *out)
{
  guint8 *at = out + 8;
  for (guint c = 0; c < 4; c++) {
    put_u16(out + 2 * c, (gsize) (at - out));
    at = pack_column(columns[c], n_rows, at);
  }
  return (gsize) (at - out);
}

/* ---- Reading */

typedef struct {
  const guint8 *at, *end;
} Bytes;

static gboolean
take_bits(Bytes *in, guint n, guint width, guint32 base, guint32 *out)
{
  if (width > 32 || (gsize) (in->end - in->at) < packed_bytes(n, width))
    return FALSE;
  unpack_bits(in->at, n, width, base, out);
  in->at += packed_bytes(n, width);
  return TRUE;
}

static gboolean
take_header(Bytes *in, gsize n_bytes)
{
  return (gsize) (in->end - in->at) >= n_bytes;
}

static gboolean
unpack_delta(Bytes *in, guint n, guint32 *out)
{
  if (!take_header(in, 4))
    return FALSE;
  guint32 last = get_u32(in->at);
  in->at += 4;
  for (guint from = 0; from < n; from += MINI) {
    guint count = MIN(MINI, n - from);
    if (!take_header(in, 1))
      return FALSE;
    guint width = *in->at++;
    if (!take_bits(in, count, width, 0, out + from))
      return FALSE;
    for (guint i = from; i < from + count; i++)
      out[i] = last += out[i];
  }
  return TRUE;
}

static gboolean
unpack_simple(Bytes *in, guint n, guint32 *out)
{
  if (!take_header(in, 1))
    return FALSE;
  switch (*in->at++) {
  case KIND_CONSTANT:
    if (!take_header(in, 4))
      return FALSE;
    unpack_bits(in->at, n, 0, get_u32(in->at), out);
    in->at += 4;
    return TRUE;
  case KIND_FRAME: {
    if (!take_header(in, 5))
      return FALSE;
    guint width = in->at[0];
    guint32 least = get_u32(in->at + 1);
    in->at += 5;
    return take_bits(in, n, width, least, out);
  }
  case KIND_DELTA: return unpack_delta(in, n, out);
  default: return FALSE;
  }
}

static gboolean
unpack_list(Bytes *in, guint n, guint32 *out)
{
  guint32 values[MAX_VALUES];
  if (!take_header(in, 7))
    return FALSE;
  guint n_values = get_u16(in->at), width = in->at[2];
  guint32 least = get_u32(in->at + 3);
  in->at += 7;
  if (n_values == 0 || n_values > MAX_VALUES || !take_bits(in, n_values, width, least, values) ||
      !take_header(in, 1))
    return FALSE;
  guint place_width = *in->at++;
  if (!take_bits(in, n, place_width, 0, out))
    return FALSE;
  for (guint i = 0; i < n; i++) {
    if (out[i] >= n_values)
      return FALSE;
    out[i] = values[out[i]];
  }
  return TRUE;
}

/* The runs of a column of kind RUNS. FALSE when it is of another kind, or no column of @n_rows. */
static gboolean
take_runs(Bytes *in, guint n_rows, guint32 values[YT_BLOCK_ROWS], guint32 lengths[YT_BLOCK_ROWS],
          guint *n_runs)
{
  if (!take_header(in, 5) || *in->at != KIND_RUNS)
    return FALSE;
  *n_runs = get_u16(in->at + 1);
  guint n_bytes = get_u16(in->at + 3);
  in->at += 5;
  if (*n_runs == 0 || *n_runs > n_rows || !take_header(in, n_bytes))
    return FALSE;
  Bytes first = {in->at, in->at + n_bytes};
  in->at += n_bytes;
  return unpack_simple(&first, *n_runs, values) && unpack_simple(in, *n_runs, lengths);
}

static gboolean
unpack_runs(Bytes *in, guint n, guint32 *out)
{
  guint32 values[YT_BLOCK_ROWS], lengths[YT_BLOCK_ROWS];
  guint n_runs, row = 0;
  if (!take_runs(in, n, values, lengths, &n_runs))
    return FALSE;
  for (guint r = 0; r < n_runs; r++) {
    if (lengths[r] >= n - row)
      return FALSE;
    for (guint end = row + lengths[r] + 1; row < end; row++)
      out[row] = values[r];
  }
  return row == n;
}

static gboolean
unpack_column(Bytes *in, guint n, guint32 *out)
{
  if (!take_header(in, 1))
    return FALSE;
  switch (*in->at) {
  case KIND_LIST: in->at++; return unpack_list(in, n, out);
  case KIND_RUNS: return unpack_runs(in, n, out);
  default: return unpack_simple(in, n, out);
  }
}

static gboolean
find_column(const guint8 *block, gsize n_bytes, guint column, guint n_rows, Bytes *in)
{
  if (n_bytes < 8 || n_rows > YT_BLOCK_ROWS)
    return FALSE;
  *in = (Bytes){block + MIN(get_u16(block + 2 * column), n_bytes), block + n_bytes};
  return TRUE;
}

gboolean
yt_block_unpack(const guint8 *block, gsize n_bytes, guint column, guint n_rows, guint32 *out)
{
  Bytes in;
  if (find_column(block, n_bytes, column, n_rows, &in) && unpack_column(&in, n_rows, out))
    return TRUE;
  memset(out, 0, MIN(n_rows, YT_BLOCK_ROWS) * sizeof *out);
  return FALSE;
}

/* A column of which single rows can be read. */
typedef struct {
  const guint8 *bits, *value_bits; /* the second of a list only, and else NULL */
  guint width, value_width, n_values;
  guint32 base;
} Column;

/* FALSE when the column is of a kind that has to be read from its start, or no column of @n_rows. */
static gboolean
column_init(Column *column, Bytes *in, guint n_rows)
{
  if (!take_header(in, 5))
    return FALSE;
  switch (*in->at++) {
  case KIND_CONSTANT: *column = (Column){.bits = in->at, .base = get_u32(in->at)}; return TRUE;
  case KIND_FRAME:
    if (!take_header(in, 5))
      return FALSE;
    *column = (Column){.bits = in->at + 5, .width = in->at[0], .base = get_u32(in->at + 1)};
    in->at += 5;
    break;
  case KIND_LIST:
    if (!take_header(in, 8))
      return FALSE;
    *column = (Column){.value_bits = in->at + 7,
                       .value_width = in->at[2],
                       .n_values = get_u16(in->at),
                       .base = get_u32(in->at + 3)};
    in->at += 7;
    gsize n_bytes = packed_bytes(column->n_values, column->value_width);
    if (column->n_values > MAX_VALUES || column->value_width > 32 || !take_header(in, n_bytes + 1))
      return FALSE;
    column->width = in->at[n_bytes];
    in->at += n_bytes + 1;
    column->bits = in->at;
    break;
  default: return FALSE;
  }
  return column->width <= 32 && take_header(in, packed_bytes(n_rows, column->width));
}

static inline guint32
read_bits(const guint8 *bits, gsize index, guint width)
{
  guint64 word;
  gsize bit = index * width;
  memcpy(&word, bits + (bit >> 3), sizeof word);
  return (guint32) (GUINT64_FROM_LE(word) >> (bit & 7) & ((G_GUINT64_CONSTANT(1) << width) - 1));
}

/* The value of a row; 0 where a list has no such place. */
static inline guint32
column_get(const Column *column, guint row)
{
  guint32 found = read_bits(column->bits, row, column->width);
  if (!column->value_bits)
    return column->base + found;
  return found < column->n_values ? column->base + read_bits(column->value_bits, found, column->value_width)
                                  : 0;
}

gboolean
yt_block_unpack_some(const guint8 *block, gsize n_bytes, guint column, guint n_rows, guint from, guint n,
                     guint32 *out)
{
  Bytes in;
  Column values;
  if (from > n_rows || n > n_rows - from || !find_column(block, n_bytes, column, n_rows, &in) ||
      !column_init(&values, &in, n_rows))
    return FALSE;
  for (guint i = 0; i < n; i++)
    out[i] = column_get(&values, from + i);
  return TRUE;
}

/* The first row of [@from, @end) whose value is not below @value, or with @above: is above it. */
static guint
search(const Column *column, guint32 value, gboolean above, guint from, guint end)
{
  while (from < end) {
    guint middle = (from + end) / 2;
    guint32 found = column_get(column, middle);
    if (found < value || (above && found == value))
      from = middle + 1;
    else
      end = middle;
  }
  return from;
}

gboolean
yt_block_narrow(const guint8 *block, gsize n_bytes, guint column, guint n_rows, guint32 value, guint *from,
                guint *end)
{
  Bytes in, runs;
  Column values;
  if (*from > *end || *end > n_rows || !find_column(block, n_bytes, column, n_rows, &in))
    return FALSE;
  runs = in;
  if (column_init(&values, &in, n_rows)) {
    *from = search(&values, value, FALSE, *from, *end);
    *end = search(&values, value, TRUE, *from, *end);
    return TRUE;
  }
  guint32 run_values[YT_BLOCK_ROWS], lengths[YT_BLOCK_ROWS];
  guint n_runs;
  if (!take_runs(&runs, n_rows, run_values, lengths, &n_runs))
    return FALSE;
  guint first = *from, last = *end,
        row = 0; /* rows below @first are below @value, those from @last on are above it */
  for (guint r = 0; r < n_runs && row < last; r++) {
    if (lengths[r] >= n_rows - row)
      return FALSE;
    guint run_end = row + lengths[r] + 1;
    if (run_end > first && run_values[r] < value)
      first = MIN(run_end, last);
    else if (run_end > first && run_values[r] > value)
      last = MAX(row, first);
    row = run_end;
  }
  *from = first;
  *end = last;
  return TRUE;
}
