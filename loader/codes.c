/* codes.c: check digits.
 *
 *   GB 11714   c9 = 11 - (Σ w[i]·c[i]) mod 11, with w = 3 7 9 10 5 8 4 2; letters count from 10, 10 is written X, 11 is 0
 *   GB 32100   c18 = 31 - (Σ 3^i·c[i]) mod 31, i from 0; the 31 characters are digits and letters without I O S V Z
 *
 * 11500000009276281J: 11 a state organ, 500000 Chongqing, 00927628-1 its organisation code, J the check. */
#include "loader/codes.h"

#include <string.h>

static gboolean
is_organisation_code(const char body[8], char check)
{
  static const guint weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
  guint sum = 0, zeros = 0;
  for (guint i = 0; i < 8; i++) {
    if (!g_ascii_isdigit(body[i]) && !g_ascii_isupper(body[i]))
      return FALSE;
    zeros += body[i] == '0' ? 1 : 0;
    sum += weights[i] * (guint) (g_ascii_isdigit(body[i]) ? body[i] - '0' : body[i] - 'A' + 10);
  }
  guint rest = 11 - sum % 11;
  return zeros < 8 && check == (rest == 10 ? 'X' : rest == 11 ? '0' : (char) ('0' + rest));
}

gboolean
yt_is_credit_code(const char *text, gsize n_bytes)
{
  static const char characters[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  if (n_bytes < 18)
    return FALSE;
  guint sum = 0, weight = 1;
  for (guint i = 0; i < 17; i++) {
    const char *at = text[i] != '\0' ? strchr(characters, text[i]) : NULL;
    if (!at || (i >= 2 && i < 8 && !g_ascii_isdigit(text[i])))
      return FALSE;
    sum += weight * (guint) (at - characters);
    weight = weight * 3 % 31;
  }
  return text[17] == characters[(31 - sum % 31) % 31] && is_organisation_code(text + 8, text[16]);
}

gsize
yt_organisation_code_at(const char *text, gsize n_bytes)
{
  gsize dash = n_bytes >= 10 && text[8] == '-' ? 1 : 0;
  if (n_bytes < 9 + dash || !is_organisation_code(text, text[8 + dash]))
    return 0;
  return n_bytes == 9 + dash || !g_ascii_isalnum(text[9 + dash]) ? 9 + dash : 0;
}

char *
yt_dup_organisation_code(const char *code)
{
  return g_strdup_printf("%.8s-%c", code, code[8] == '-' ? code[9] : code[8]);
}
