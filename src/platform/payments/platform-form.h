/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlatformForm:
 *
 * Names and values of `application/x-www-form-urlencoded` in their order, where nesting is written with
 * brackets: `line_items[0][price_data][currency]=uyu`. The same name may occur more than once.
 */
typedef struct _PlatformForm PlatformForm;

PlatformForm *platform_form_new (void);

/**
 * platform_form_parse:
 * @text: (array length=length): an encoded body or query
 * @length: bytes
 *
 * Decodes `%41` and `+`. `items[]` becomes `items[0]`, `items[1]`… in its order, so that both ways of writing
 * lists read alike.
 *
 * Returns: (nullable) (transfer full): the form, or %NULL if an escape is broken, a text is not UTF-8 or
 * holds a NUL, or there are more than 500 entries
 */
PlatformForm *platform_form_parse (const char *text, gsize length);

void platform_form_free (PlatformForm *self);

/**
 * platform_form_add:
 * @name: the whole name, brackets included
 * @value: (nullable): UTF-8; %NULL adds nothing
 */
void platform_form_add (PlatformForm *self, const char *name, const char *value);

void platform_form_add_int (PlatformForm *self, const char *name, gint64 value);

/**
 * platform_form_encode:
 *
 * Returns: (transfer full): the form as text, spaces as `+`
 */
char *platform_form_encode (PlatformForm *self);

guint platform_form_get_length (PlatformForm *self);

/* The entry at @index, which is below platform_form_get_length(). Both (transfer none). */
const char *platform_form_get_name (PlatformForm *self, guint index);
const char *platform_form_get_value (PlatformForm *self, guint index);

/**
 * platform_form_get:
 *
 * Returns: (nullable) (transfer none): the last value under @name, %NULL if there is none
 */
const char *platform_form_get (PlatformForm *self, const char *name);

/**
 * platform_form_get_int:
 * @name: a name
 * @value: (out): the number; untouched on %FALSE
 *
 * Returns: %TRUE if @name is there and a whole decimal number that fits
 */
gboolean platform_form_get_int (PlatformForm *self, const char *name, gint64 *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformForm, platform_form_free)

G_END_DECLS
