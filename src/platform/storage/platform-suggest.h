/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-city-storage.h"
#include "platform-database.h"

G_BEGIN_DECLS

typedef enum
{
  PLATFORM_SUGGESTION_QUERY,
  PLATFORM_SUGGESTION_DEAL,
  PLATFORM_SUGGESTION_STORE,
  PLATFORM_SUGGESTION_CATEGORY,
  PLATFORM_SUGGESTION_PLACE,
} PlatformSuggestionType;

#define PLATFORM_SUGGESTIONS_MAX 10

/**
 * PlatformSuggestion:
 * @text: what to show, and for a query what to search for
 * @detail: (nullable): a second line
 * @id: (nullable): of a deal, store or category
 * @has_location: @location is set
 */
typedef struct
{
  PlatformSuggestionType type;
  char *text;
  char *detail;
  char *id;
  gboolean has_location;
  RamblaPoint location;
} PlatformSuggestion;

void platform_suggestion_free (PlatformSuggestion *self);

const char *platform_suggestion_type_to_string (PlatformSuggestionType type);

/**
 * platform_suggest:
 * @text: what was typed so far
 * @language: one of the city's
 * @near: (nullable): what lies near it comes first
 * @suggestions: (out) (transfer full) (element-type PlatformSuggestion): at most PLATFORM_SUGGESTIONS_MAX,
 * best first
 *
 * Completions while typing: categories, ways to go on with the last word, places, stores, offers.
 */
gboolean platform_suggest (PlatformDatabase *database,
                           const PlatformCity *city,
                           const char *text,
                           const char *language,
                           const RamblaPoint *near,
                           gint64 now,
                           GPtrArray **suggestions,
                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformSuggestion, platform_suggestion_free)

G_END_DECLS
