/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-share-link.h"

#include <string.h>

#include "rambla-id.h"

#define SCHEME "rambla:"
#define FOLDER "/d/"
#define BY "?by="
#define CODE_LENGTH 10

gboolean
rambla_share_link_parse (const char *text, const char *base_url, char **deal_id, char **code)
{
  g_autofree char *id = NULL;
  const char *by;
  gsize length;

  if (g_str_has_prefix (text, SCHEME))
    {
      text += strlen (SCHEME);
      /* Desktops write an empty host as they like. */
      while (g_str_has_prefix (text, "//"))
        text++;
    }
  else if (base_url != NULL && g_str_has_prefix (text, base_url))
    text += strlen (base_url);
  else
    return FALSE;
  if (!g_str_has_prefix (text, FOLDER))
    return FALSE;
  text += strlen (FOLDER);
  length = strcspn (text, "?");
  id = g_strndup (text, length);
  if (!rambla_id_is (id, RAMBLA_ID_DEAL))
    return FALSE;
  by = text + length;
  /* A link that was cut or mended still leads to the offer. */
  if (g_str_has_prefix (by, BY) && strlen (by) == strlen (BY) + CODE_LENGTH &&
      strspn (by + strlen (BY), "0123456789abcdefghijklmnopqrstuvwxyz") == CODE_LENGTH)
    *code = g_strdup (by + strlen (BY));
  else
    *code = NULL;
  *deal_id = g_steal_pointer (&id);
  return TRUE;
}
