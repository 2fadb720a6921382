/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-config-file.h"

#include <string.h>

#define MAX_QUOTA 100000000
#define MAX_WINDOW 86400

typedef struct
{
  const char *path;
  PlatformSettings *settings;
  GKeyFile *file;
  GHashTable *lines; /* "group/key" → its line */
  guint line;        /* of the key that is being read */
} Reading;

typedef gboolean (*Read) (Reading *reading, const char *value, gsize offset, const char **expected);

typedef struct
{
  const char *group;
  const char *key;
  Read read;
  gsize offset; /* of the member that it sets */
} Key;

static gboolean
read_text (Reading *reading, const char *value, gsize offset, const char **expected)
{
  char **text = (char **) (void *) ((char *) reading->settings + offset);

  *expected = "something";
  if (*value == '\0')
    return FALSE;
  if (*text == NULL)
    *text = g_strdup (value);
  return TRUE;
}

static gboolean
read_path (Reading *reading, const char *value, gsize offset, const char **expected)
{
  g_autofree char *folder = g_path_get_dirname (reading->path);
  g_autofree char *path = g_canonicalize_filename (value, NULL);

  if (!g_path_is_absolute (value) && *value != '\0')
    {
      g_autofree char *base = g_canonicalize_filename (folder, NULL);

      g_free (path);
      path = g_canonicalize_filename (value, base);
    }
  return read_text (reading, *value != '\0' ? path : "", offset, expected);
}

static gboolean
read_flag (Reading *reading, const char *value, gsize offset, const char **expected)
{
  gboolean *flag = (gboolean *) (void *) ((char *) reading->settings + offset);

  *expected = "true or false";
  if (strcmp (value, "true") != 0 && strcmp (value, "false") != 0)
    return FALSE;
  /* The command line can only say yes. */
  *flag = *flag || strcmp (value, "true") == 0;
  return TRUE;
}

/* "12.5" → 1250 */
static gboolean
read_percent (Reading *reading, const char *value, gsize offset, const char **expected)
{
  gint64 *portion = (gint64 *) (void *) ((char *) reading->settings + offset);
  gsize whole = strspn (value, "0123456789");
  gsize decimals = value[whole] == '.' ? strspn (value + whole + 1, "0123456789") : 0;

  *expected = "a percentage from 0 to 100 with at most two decimals";
  if (whole == 0 || whole > 3 || decimals > 2 || (value[whole] == '.' && decimals == 0) ||
      value[whole + (decimals > 0 ? decimals + 1 : 0)] != '\0')
    return FALSE;
  *portion = g_ascii_strtoll (value, NULL, 10) * 100;
  for (gsize i = 0, scale = 10; i < decimals; i++, scale /= 10)
    *portion += (value[whole + 1 + i] - '0') * (gint64) scale;
  return *portion <= 10000;
}

static gboolean
read_level (Reading *reading, const char *value, gsize offset, const char **expected)
{
  *expected = "error, warning, notice, info or debug";
  return platform_log_level_from_string (value, &reading->settings->log_level);
}

static gboolean
read_format (Reading *reading, const char *value, gsize offset, const char **expected)
{
  *expected = "auto, json, text or journal";
  return platform_log_format_from_string (value, &reading->settings->log_format);
}

/* "600/60", or "off" */
static gboolean
read_quota (Reading *reading, const char *value, gsize offset, const char **expected)
{
  PlatformQuota *quota = (PlatformQuota *) (void *) ((char *) reading->settings + offset);
  g_auto (GStrv) parts = g_strsplit (value, "/", 2);
  guint64 requests, seconds;

  *expected = "REQUESTS/SECONDS, as in 600/60, or off";
  if (strcmp (value, "off") == 0)
    {
      *quota = (PlatformQuota){ 0, 0 };
      return TRUE;
    }
  if (g_strv_length (parts) != 2 ||
      !g_ascii_string_to_unsigned (parts[0], 10, 1, MAX_QUOTA, &requests, NULL) ||
      !g_ascii_string_to_unsigned (parts[1], 10, 1, MAX_WINDOW, &seconds, NULL))
    return FALSE;
  *quota = (PlatformQuota){ (guint) requests, (guint) seconds };
  return TRUE;
}

#define MEMBER(name) offsetof (PlatformSettings, name)
#define QUOTA(limit) (offsetof (PlatformSettings, limits.quotas) + (limit) * sizeof (PlatformQuota))

static const Key keys[] = {
  { "platform", "data", read_path, MEMBER (data) },
  { "platform", "city", read_path, MEMBER (city) },
  { "platform", "listen", read_text, MEMBER (listen) },
  { "platform", "metrics_listen", read_text, MEMBER (metrics_listen) },
  { "platform", "base_uri", read_text, MEMBER (base_uri) },
  { "platform", "behind_proxy", read_flag, MEMBER (behind_proxy) },
  { "trade", "commission_percent", read_percent, MEMBER (commission) },
  { "log", "level", read_level, 0 },
  { "log", "format", read_format, 0 },
  { "limits", "loopback", read_flag, MEMBER (limits.loopback) },
  { "limits", "address", read_quota, QUOTA (PLATFORM_LIMIT_ADDRESS) },
  { "limits", "search", read_quota, QUOTA (PLATFORM_LIMIT_SEARCH) },
  { "limits", "read", read_quota, QUOTA (PLATFORM_LIMIT_READ) },
  { "limits", "tiles", read_quota, QUOTA (PLATFORM_LIMIT_TILES) },
  { "limits", "write", read_quota, QUOTA (PLATFORM_LIMIT_WRITE) },
  { "limits", "redeem", read_quota, QUOTA (PLATFORM_LIMIT_REDEEM) },
  { "limits", "sign_in", read_quota, QUOTA (PLATFORM_LIMIT_SIGN_IN) },
  { "limits", "events", read_quota, QUOTA (PLATFORM_LIMIT_EVENTS) },
};

static gboolean G_GNUC_PRINTF (3, 4) fail (const Reading *reading, GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list values;

  va_start (values, format);
  text = g_strdup_vprintf (format, values);
  va_end (values);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s, line %u: %s", reading->path,
               reading->line, text);
  return FALSE;
}

static const Key *
find_key (const char *group, const char *key, gboolean *group_exists)
{
  *group_exists = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (keys[i].group, group) == 0)
      {
        *group_exists = TRUE;
        if (key != NULL && strcmp (keys[i].key, key) == 0)
          return &keys[i];
      }
  return NULL;
}

/* One line, trimmed. @group: (inout): the group that it belongs to */
static gboolean
check_line (Reading *reading, char *line, char **group, GError **error)
{
  char *equals = strchr (line, '=');
  g_autofree char *place = NULL;
  gboolean group_exists;

  if (*line == '\0' || *line == '#')
    return TRUE;
  if (*line == '[' && g_str_has_suffix (line, "]"))
    {
      g_free (*group);
      *group = g_strndup (line + 1, strlen (line) - 2);
      find_key (*group, NULL, &group_exists);
      return group_exists || fail (reading, error, "there is no group [%.40s]", *group);
    }
  if (equals == NULL || equals == line)
    return fail (reading, error, "this is neither a group nor a key with its value");
  *equals = '\0';
  g_strchomp (line);
  if (*group == NULL)
    return fail (reading, error, "%.40s stands before the first group", line);
  if (find_key (*group, line, &group_exists) == NULL)
    return fail (reading, error, "[%s] has no key %.40s", *group, line);
  place = g_strdup_printf ("%s/%s", *group, line);
  if (g_hash_table_contains (reading->lines, place))
    return fail (reading, error, "%s was already set in line %u", line,
                 GPOINTER_TO_UINT (g_hash_table_lookup (reading->lines, place)));
  g_hash_table_insert (reading->lines, g_steal_pointer (&place), GUINT_TO_POINTER (reading->line));
  return TRUE;
}

/* GKeyFile knows no lines, and takes what nobody reads. */
static gboolean
check_lines (Reading *reading, const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *group = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      reading->line = i + 1;
      if (!g_utf8_validate (lines[i], -1, NULL))
        return fail (reading, error, "this is not UTF-8");
      if (!check_line (reading, g_strstrip (lines[i]), &group, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_key (Reading *reading, const Key *key, GError **error)
{
  g_autofree char *place = g_strdup_printf ("%s/%s", key->group, key->key);
  g_autofree char *value = NULL;
  g_autoptr (GError) cause = NULL;
  const char *expected = NULL;

  if (!g_hash_table_contains (reading->lines, place))
    return TRUE;
  reading->line = GPOINTER_TO_UINT (g_hash_table_lookup (reading->lines, place));
  value = g_key_file_get_string (reading->file, key->group, key->key, &cause);
  if (cause != NULL)
    return fail (reading, error, "%s", cause->message);
  g_strchomp (value);
  return key->read (reading, value, key->offset, &expected) ||
         fail (reading, error, "%s takes %s, not “%.80s”", key->key, expected, value);
}

gboolean
platform_config_file_read (const char *path, PlatformSettings *settings, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GHashTable) lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;
  Reading reading = { path, settings, file, lines, 0 };
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &cause))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, cause->message);
      return FALSE;
    }
  if (strlen (text) != length)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s is no text", path);
      return FALSE;
    }
  if (!check_lines (&reading, text, error))
    return FALSE;
  if (!g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, &cause))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s: %s", path, cause->message);
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (!read_key (&reading, &keys[i], error))
      return FALSE;
  return TRUE;
}
