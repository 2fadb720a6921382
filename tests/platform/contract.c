/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contract.h"

#include <string.h>

static void
operation_free (gpointer data)
{
  ContractOperation *operation = data;

  g_ptr_array_unref (operation->query);
  g_free (operation->method);
  g_free (operation->path);
  g_free (operation->security);
  g_free (operation);
}

/* "name: NAME, in: query" → NAME */
static char *
find_query_name (const char *line)
{
  const char *at = strstr (line, "{ name: ");

  if (at == NULL || strstr (at, "in: query") == NULL)
    return NULL;
  at += strlen ("{ name: ");
  return g_strndup (at, strcspn (at, ","));
}

/* It is written regularly enough to be read by its indentation. */
GPtrArray *
contract_read (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("RAMBLA_SOURCE_ROOT"), "data", "openapi.yaml", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GHashTable) named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) shared = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *current = NULL;
  GPtrArray *operations = g_ptr_array_new_with_free_func (operation_free);
  ContractOperation *operation = NULL;
  gboolean in_paths = FALSE;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *name = find_query_name (lines[i]);

      if (name != NULL && g_str_has_prefix (lines[i], "    ") && lines[i][4] != ' ')
        g_hash_table_insert (named, g_strndup (lines[i] + 4, strcspn (lines[i] + 4, ":")), name);
      else
        g_free (name);
    }
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = lines[i];
      const char *reference = strstr (line, "#/components/parameters/");
      char *name = find_query_name (line);

      if (*line != ' ' && *line != '\0')
        in_paths = strcmp (line, "paths:") == 0;
      if (!in_paths)
        {
          g_free (name);
          continue;
        }
      if (g_str_has_prefix (line, "  /"))
        {
          g_free (current);
          current = g_strndup (line + 2, strcspn (line + 2, ":"));
          g_ptr_array_set_size (shared, 0);
          operation = NULL;
        }
      else if (g_regex_match_simple ("^    (get|post|put|patch|delete):", line, 0, 0))
        {
          operation = g_new0 (ContractOperation, 1);
          operation->method = g_ascii_strup (line + 4, (gssize) strcspn (line + 4, ":"));
          operation->path = g_strdup (current);
          operation->query = g_ptr_array_new_with_free_func (g_free);
          for (guint j = 0; j < shared->len; j++)
            g_ptr_array_add (operation->query, g_strdup (g_ptr_array_index (shared, j)));
          g_ptr_array_add (operations, operation);
        }
      else if (operation != NULL && g_str_has_prefix (line, "      security: "))
        operation->security = g_strdup (line + strlen ("      security: "));
      while (reference != NULL)
        {
          g_autofree char *key = NULL;
          const char *found;

          reference += strlen ("#/components/parameters/");
          key = g_strndup (reference, strcspn (reference, "\""));
          found = g_hash_table_lookup (named, key);
          if (found != NULL)
            g_ptr_array_add (operation != NULL ? operation->query : shared, g_strdup (found));
          reference = strstr (reference, "#/components/parameters/");
        }
      if (name != NULL)
        g_ptr_array_add (operation != NULL ? operation->query : shared, name);
    }
  return operations;
}
