/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-city-storage.h"
#include "platform-database.h"

G_BEGIN_DECLS

/* Where a word stands. */
typedef enum
{
  PLATFORM_WHY_TITLE,
  PLATFORM_WHY_STORE,
  PLATFORM_WHY_KIND,
  PLATFORM_WHY_AREA,
  PLATFORM_WHY_BODY,
} PlatformWhyPart;

/* As what it stands there. */
typedef enum
{
  PLATFORM_WHY_WORD,
  PLATFORM_WHY_FORM,      /* its plural or singular */
  PLATFORM_WHY_BEGINNING, /* a word that begins so */
  PLATFORM_WHY_SYNONYM,   /* another name of the thing */
} PlatformWhyMatch;

/**
 * PlatformWhyWord:
 * @typed: a word that is looked for
 * @found: (nullable): what stands for it in the offer; NULL: nothing does
 */
typedef struct
{
  char *typed;
  char *found;
  PlatformWhyPart part;
  PlatformWhyMatch match;
} PlatformWhyWord;

/**
 * platform_search_why:
 * @text: the words that were looked for, mended if they were
 * @language: in which texts are looked at first
 * @deal: an offer's number
 * @store: the number of the store that it was found at
 *
 * Looks up what of an offer each word was found in: of several places the one that counts for most. Reads the
 * offer's texts again, so it is for those that are shown, not for all that are searched.
 *
 * Returns: (nullable) (transfer full) (element-type PlatformWhyWord): NULL with @error set
 */
GPtrArray *platform_search_why (PlatformDatabase *database,
                                const PlatformCity *city,
                                const char *text,
                                const char *language,
                                gint64 deal,
                                gint64 store,
                                GError **error);

/* As the contract names them. */
const char *platform_why_part_to_string (PlatformWhyPart part);
const char *platform_why_match_to_string (PlatformWhyMatch match);

G_END_DECLS
