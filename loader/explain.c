/* explain.c: what the loader saw, as text for a terminal: blocks with their words, names and their fate, facts with
 * their sentences. */
#include "loader/explain.h"

static const char *const block_names[] = {
    "paragraph", "furniture", "meta", "title", "number", "addressee", "heading", "signature", "date", "attachment", "row",
};
static const char *const state_names[] = {"", " weak", " nested", " rejected"};

static void
append_words(const YtAnalysis *a, guint32 from, guint32 to, GString *out)
{
  for (guint32 i = from; i < to; i++) {
    const YtItem *item = yt_item(a, i);
    gboolean opens = item->mention != 0 && (i == from || yt_item(a, i - 1)->mention != item->mention);
    gboolean closes = item->mention != 0 && (i + 1 == to || yt_item(a, i + 1)->mention != item->mention);
    if (opens)
      g_string_append(out, yt_mention(a, item->mention - 1)->state == YT_MENTION_WEAK ? "(" : "[");
    if (a->text->text[item->start] != '\n')
      g_string_append_len(out, a->text->text + item->start, (gssize) (item->end - item->start));
    if (closes)
      g_string_append_printf(out, "%s%s", yt_class_get_name(yt_mention(a, item->mention - 1)->class),
                             yt_mention(a, item->mention - 1)->state == YT_MENTION_WEAK ? ")" : "]");
    g_string_append_c(out, i + 1 < to ? '/' : ' ');
  }
}

static const char *
name_of(const YtAnalysis *a, YtRef ref)
{
  gint32 entity = ref.mention >= 0 ? yt_mention(a, ref.mention)->entity
                  : ref.kind == YT_OPERAND_PLACE  ? a->place
                  : ref.kind == YT_OPERAND_ISSUER ? a->issuer
                  : ref.entity >= 0               ? ref.entity
                                                  : a->document;
  return entity >= 0 ? yt_entity(a, entity)->name : "?";
}

void
yt_explain_text(const YtAnalysis *a, GString *out)
{
  const YtHeader *h = &a->header;
  g_string_append_printf(out, "title      %s%s\nissuer     %s\nnumber     %s\nissued     %s\nindex      %s\naddressee  %s\njurisdiction %06u %06u, place %s\n\n",
                         h->title ? h->title : "-", h->title_supplied ? " (supplied)" : "", h->issuer ? h->issuer : "-",
                         h->number ? h->number : "-", h->issued ? h->issued : "-", h->index_number ? h->index_number : "-",
                         h->addressee ? h->addressee : "-", a->province, a->city,
                         a->place >= 0 ? yt_entity(a, a->place)->name : "-");
  guint s = 0, f = 0, q = 0;
  for (guint b = 0; b < a->blocks->len; b++) {
    const YtBlock *block = yt_block(a, b);
    g_string_append_printf(out, "== %s%.0u ", block_names[block->kind], block->level);
    append_words(a, block->item_from, block->item_to, out);
    g_string_append_c(out, '\n');
    for (; s < a->sentences->len && yt_sentence(a, s)->block <= b; s++) {
      for (f = 0; f < a->facts->len; f++) {
        const YtFact *fact = yt_fact(a, f);
        if (fact->sentence == s)
          g_string_append_printf(out, "     %s --%s--> %s  (%s %.2f %s)\n", name_of(a, fact->subject),
                                 yt_property_get_name(fact->property), name_of(a, fact->object), fact->rule, fact->confidence,
                                 fact->modality == YT_MODALITY_PLANNED ? "planned" : "done");
      }
      for (; q < a->figures->len && yt_figure(a, q)->sentence <= s; q++) {
        const YtFigure *figure = yt_figure(a, q);
        g_string_append_printf(out, "     # %s %s = %s %s %u %s\n",
                               name_of(a, (YtRef){.kind = figure->operand, .mention = figure->mention, .entity = -1}),
                               figure->metric, figure->value, figure->unit, figure->year, figure->qualifier);
      }
    }
  }
  g_string_append(out, "\n");
  for (guint m = 0; m < a->mentions->len; m++) {
    const YtMention *mention = yt_mention(a, m);
    g_string_append_printf(out, "%-12s%s %.*s  (%s %.2f)%s%s\n", yt_class_get_name(mention->class), state_names[mention->state],
                           (int) (mention->end - mention->start), a->text->text + mention->start, mention->rule,
                           mention->confidence, mention->entity >= 0 ? " → " : "",
                           mention->entity >= 0 ? yt_entity(a, mention->entity)->name : "");
  }
}
