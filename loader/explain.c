/* explain.c: what the loader saw, as text for a terminal: blocks with their words, names and their fate, facts with
 * their sentences; and why candidates came to nothing. */
#include "loader/explain.h"

const YtWords yt_why_words[YT_N_WHYS] = {
    [YT_WHY_OVERLAP] = {"所占文字属于另一名称", "another name holds its words"},
    [YT_WHY_GENERIC] = {"泛称，没有区别性的字词", "generic: nothing in it tells one thing apart"},
    [YT_WHY_SILENT] = {"在页面装饰或文头表格里", "stands in page furniture or in the table of the head"},
    [YT_WHY_LOST] = {"所依附的名称已落选", "what it hangs on fell away"},
    [YT_WHY_EACH] = {"前有“各、有关”，不止一个", "not one thing: 各 or 有关 stands before it"},
    [YT_WHY_HOLDS_A_NAME] = {"其中含有已认定的名称", "holds a name that is known already"},
    [YT_WHY_NO_ACT] = {"标题没有说要做什么", "the heading names no act"},
    [YT_WHY_TOO_LONG] = {"标题太长，是句子", "too long for a heading: a sentence"},
    [YT_WHY_CLASSES] = {"关系不连接这两类事物", "the property joins no such classes"},
    [YT_WHY_NEGATED] = {"句中有否定", "the sentence denies it"},
    [YT_WHY_MODALITY] = {"规则要求的已做或拟做与句子不合",
                         "done or planned: the sentence is not what the rule wants"},
    [YT_WHY_ITSELF] = {"两端是同一事物", "both ends are one thing"},
    [YT_WHY_NO_END] = {"一端不指明任何事物", "one end names nothing"},
    [YT_WHY_SAID] = {"同句已由另一规则得出", "another rule says it of the same sentence"},
};

void
yt_reject_name(YtAnalysis *a, guint32 from, guint32 to, YtClass class, const char *rule, YtWhy why)
{
  if (!a->rejected || from >= to)
    return;
  YtRejection rejection = {.start = yt_item(a, from)->start,
                           .end = yt_item(a, to - 1)->end,
                           .class = (guint8) class,
                           .why = (guint8) why,
                           .rule = rule};
  g_array_append_val(a->rejected, rejection);
}

void
yt_reject_fact(YtAnalysis *a, guint32 from, guint32 to, YtRef subject, YtProperty property, YtRef object,
               guint32 sentence, const char *rule, YtWhy why)
{
  if (!a->rejected || from >= to)
    return;
  YtRejection rejection = {.start = yt_item(a, from)->start,
                           .end = yt_item(a, to - 1)->end,
                           .property = (guint8) property,
                           .why = (guint8) why,
                           .subject = subject,
                           .object = object,
                           .sentence = sentence,
                           .rule = rule};
  g_array_append_val(a->rejected, rejection);
}

gboolean
yt_explain_fate(const YtAnalysis *a, guint m, YtWhy *why, gint32 *winner)
{
  const YtMention *mention = yt_mention(a, m);
  *winner = -1;
  if (mention->state == YT_MENTION_WEAK)
    *why = YT_WHY_GENERIC;
  else if (mention->state != YT_MENTION_DEAD)
    return FALSE;
  else
    *why = YT_WHY_LOST;
  YtBlockKind block = yt_block(a, yt_block_at(a, mention->start))->kind;
  if (block == YT_BLOCK_FURNITURE || block == YT_BLOCK_META) {
    *why = YT_WHY_SILENT;
    return TRUE;
  }
  for (guint32 i = mention->item_from; i < mention->item_to; i++) {
    gint32 holder = (gint32) yt_item(a, i)->mention - 1;
    if (holder < 0 || holder == (gint32) m)
      continue;
    const YtMention *held = yt_mention(a, holder);
    if (held->class == mention->class && held->start == mention->start && held->end == mention->end)
      return FALSE;
    *why = YT_WHY_OVERLAP;
    *winner = holder;
    return TRUE;
  }
  return TRUE;
}

static const char *const block_names[] = {
    "paragraph", "furniture", "meta", "title",      "number", "addressee",
    "heading",   "signature", "date", "attachment", "row",
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
  gint32 entity = ref.mention >= 0                ? yt_mention(a, ref.mention)->entity
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
  g_string_append_printf(out,
                         "title      %s%s\nissuer     %s\nnumber     %s\nissued     %s\nindex      "
                         "%s\naddressee  %s\njurisdiction %06u %06u, place %s\n\n",
                         h->title ? h->title : "-", h->title_supplied ? " (supplied)" : "",
                         h->issuer ? h->issuer : "-", h->number ? h->number : "-",
                         h->issued ? h->issued : "-", h->index_number ? h->index_number : "-",
                         h->addressee ? h->addressee : "-", a->province, a->city,
                         a->place >= 0 ? yt_entity(a, a->place)->name : "-");
  for (guint r = 0; r < a->repairs->len; r++) {
    const YtRepair *repair = yt_repair(a, r);
    g_autofree char *written = yt_dup_unrepaired(a, repair->read_start, repair->read_end);
    g_string_append_printf(out, "repaired %.*s, written %s\n", (int) (repair->read_end - repair->read_start),
                           a->text->text + repair->read_start, *written ? written : "nothing");
  }
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
                                 yt_property_get_name(fact->property), name_of(a, fact->object), fact->rule,
                                 fact->confidence,
                                 fact->modality == YT_MODALITY_PLANNED ? "planned" : "done");
      }
      for (; q < a->figures->len && yt_figure(a, q)->sentence <= s; q++) {
        const YtFigure *figure = yt_figure(a, q);
        g_string_append_printf(
            out, "     # %s %s = %s %s %u %s\n",
            name_of(a, (YtRef){.kind = figure->operand, .mention = figure->mention, .entity = -1}),
            figure->metric, figure->value, figure->unit, figure->year, figure->qualifier);
      }
    }
  }
  g_string_append(out, "\n");
  for (guint m = 0; m < a->mentions->len; m++) {
    const YtMention *mention = yt_mention(a, m);
    YtWhy why;
    gint32 winner;
    gboolean fell = yt_explain_fate(a, m, &why, &winner);
    g_string_append_printf(out, "%-12s%s %.*s  (%s %.2f)%s%s", yt_class_get_name(mention->class),
                           state_names[mention->state], (int) (mention->end - mention->start),
                           a->text->text + mention->start, mention->rule, mention->confidence,
                           mention->entity >= 0 ? " → " : "",
                           mention->entity >= 0 ? yt_entity(a, mention->entity)->name : "");
    if (fell)
      g_string_append_printf(out, "; %s", yt_why_words[why].en);
    if (fell && winner >= 0)
      g_string_append_printf(out, ": %.*s", (int) (yt_mention(a, winner)->end - yt_mention(a, winner)->start),
                             a->text->text + yt_mention(a, winner)->start);
    g_string_append_c(out, '\n');
  }
  if (!a->rejected)
    return;
  g_string_append(out, "\n");
  for (guint r = 0; r < a->rejected->len; r++) {
    const YtRejection *rejection = &g_array_index(a->rejected, YtRejection, r);
    int n = (int) (rejection->end - rejection->start);
    const char *words = a->text->text + rejection->start;
    if (rejection->property == YT_PROPERTY_NONE)
      g_string_append_printf(out, "%-12s not %.*s  (%s); %s\n", yt_class_get_name(rejection->class), n, words,
                             rejection->rule, yt_why_words[rejection->why].en);
    else
      g_string_append_printf(out, "not %s --%s-- %s  (%s); %s: %.*s\n", name_of(a, rejection->subject),
                             yt_property_get_name(rejection->property), name_of(a, rejection->object),
                             rejection->rule, yt_why_words[rejection->why].en, n, words);
  }
}
