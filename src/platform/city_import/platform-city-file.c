/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-city-file.h"

#include <string.h>

#include "rambla-json.h"

#define MAX_LINE (64 * 1024)
#define MAX_WHOLE (256 * 1024)

struct _PlatformCityFile
{
  char *name;
  GMappedFile *mapped;
  const char *content; /* not terminated */
  gsize length;
  gsize at;
  guint line;
  JsonNode *node; /* of the current line */
};

G_DEFINE_QUARK (platform_city_error, platform_city_error)

PlatformCityFile *
platform_city_file_open (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) cause = NULL;
  GMappedFile *mapped = g_mapped_file_new (path, FALSE, &cause);
  PlatformCityFile *self;

  if (mapped == NULL)
    {
      g_set_error (error, PLATFORM_CITY_ERROR, PLATFORM_CITY_ERROR_UNREADABLE, "the city cannot be read: %s",
                   cause->message);
      return NULL;
    }
  self = g_new0 (PlatformCityFile, 1);
  self->name = g_strdup (name);
  self->mapped = mapped;
  self->length = g_mapped_file_get_length (mapped);
  self->content = self->length > 0 ? g_mapped_file_get_contents (mapped) : "";
  return self;
}

void
platform_city_file_free (PlatformCityFile *self)
{
  g_clear_pointer (&self->node, json_node_unref);
  g_mapped_file_unref (self->mapped);
  g_free (self->name);
  g_free (self);
}

static JsonObject *
parse (PlatformCityFile *self, const char *text, gsize length, gsize max_bytes, GError **error)
{
  GError *cause = NULL;
  JsonObject *object = NULL;

  g_clear_pointer (&self->node, json_node_unref);
  self->node = rambla_json_parse (text, (gssize) length, max_bytes, &cause);
  if (self->node != NULL)
    object = rambla_json_as_object (self->node, &cause);
  if (object == NULL)
    platform_city_file_refuse (self, cause, error);
  return object;
}

gboolean
platform_city_file_next (PlatformCityFile *self, JsonObject **object, GError **error)
{
  const char *start = self->content + self->at;
  const char *end;

  *object = NULL;
  if (self->at >= self->length)
    return TRUE;
  self->line++;
  end = memchr (start, '\n', self->length - self->at);
  if (end == NULL)
    return platform_city_file_refuse_member (self, error, "",
                                             "the last line has no end: the file was cut off");
  self->at = (gsize) (end - self->content) + 1;
  *object = parse (self, start, (gsize) (end - start), MAX_LINE, error);
  return *object != NULL;
}

JsonObject *
platform_city_file_read (PlatformCityFile *self, GError **error)
{
  return parse (self, self->content, self->length, MAX_WHOLE, error);
}

gboolean
platform_city_file_refuse (PlatformCityFile *self, GError *cause, GError **error)
{
  const char *member = rambla_json_error_get_pointer (cause);

  if (cause->domain != RAMBLA_JSON_ERROR && cause->domain != RAMBLA_GEO_ERROR)
    {
      g_propagate_error (error, cause);
      return FALSE;
    }
  platform_city_file_refuse_member (self, error, member != NULL ? member : "", "%s", cause->message);
  g_error_free (cause);
  return FALSE;
}

gboolean
platform_city_file_refuse_member (PlatformCityFile *self,
                                  GError **error,
                                  const char *member,
                                  const char *format,
                                  ...)
{
  g_autofree char *message = NULL;
  g_autofree char *place = NULL;
  va_list values;

  va_start (values, format);
  message = g_strdup_vprintf (format, values);
  va_end (values);
  place = self->line > 0 ? g_strdup_printf ("%s:%u", self->name, self->line) : g_strdup (self->name);
  g_set_error (error, PLATFORM_CITY_ERROR, PLATFORM_CITY_ERROR_BAD, "%s: %s%s%s", place, member,
               *member != '\0' ? ": " : "", message);
  return FALSE;
}

guint
platform_city_file_get_n_lines (PlatformCityFile *self)
{
  return self->line;
}

const char *
platform_city_file_get_content (PlatformCityFile *self, gsize *length)
{
  *length = self->length;
  return self->content;
}
