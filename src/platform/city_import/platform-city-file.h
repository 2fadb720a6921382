/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define PLATFORM_CITY_ERROR (platform_city_error_quark ())

typedef enum
{
  PLATFORM_CITY_ERROR_UNREADABLE, /* a file is missing or cannot be read */
  PLATFORM_CITY_ERROR_BAD,        /* its content is not right; the message says where */
  PLATFORM_CITY_ERROR_OTHER_CITY, /* the database holds another city */
} PlatformCityError;

GQuark platform_city_error_quark (void);

/**
 * PlatformCityFile:
 *
 * One file of a city's folder: one JSON object a line, or for city.json one in all.
 */
typedef struct _PlatformCityFile PlatformCityFile;

/**
 * platform_city_file_open:
 * @folder: the city's folder
 * @name: the file's name in it
 *
 * Returns: (nullable) (transfer full): the file, or NULL with PLATFORM_CITY_ERROR_UNREADABLE
 */
PlatformCityFile *platform_city_file_open (const char *folder, const char *name, GError **error);
void platform_city_file_free (PlatformCityFile *self);

/**
 * platform_city_file_next:
 * @object: (out) (nullable) (transfer none): the next line's object, valid until the next call; NULL at the
 * end
 *
 * Returns: FALSE with PLATFORM_CITY_ERROR_BAD if the line is not a JSON object
 */
gboolean platform_city_file_next (PlatformCityFile *self, JsonObject **object, GError **error);

/**
 * platform_city_file_read:
 *
 * The whole file as one object, for city.json.
 *
 * Returns: (nullable) (transfer none): the object, or NULL with PLATFORM_CITY_ERROR_BAD
 */
JsonObject *platform_city_file_read (PlatformCityFile *self, GError **error);

/**
 * platform_city_file_refuse:
 * @cause: (transfer full): what is wrong with the current line
 * @error: (out): receives PLATFORM_CITY_ERROR_BAD with file, line and member before it: "places.jsonl:123:
 * /location: …". An error of the database goes through as it is.
 *
 * Returns: FALSE
 */
gboolean platform_city_file_refuse (PlatformCityFile *self, GError *cause, GError **error);

/**
 * platform_city_file_refuse_member:
 * @member: a JSON pointer into the line's object, "" for the whole
 *
 * Returns: FALSE, with PLATFORM_CITY_ERROR_BAD
 */
gboolean platform_city_file_refuse_member (PlatformCityFile *self,
                                           GError **error,
                                           const char *member,
                                           const char *format,
                                           ...) G_GNUC_PRINTF (4, 5);

/**
 * platform_city_file_get_n_lines:
 *
 * Returns: lines read so far
 */
guint platform_city_file_get_n_lines (PlatformCityFile *self);

/**
 * platform_city_file_get_content:
 * @length: (out): bytes
 */
const char *platform_city_file_get_content (PlatformCityFile *self, gsize *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformCityFile, platform_city_file_free)

G_END_DECLS
