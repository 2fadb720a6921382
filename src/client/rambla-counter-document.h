/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "rambla-money.h"
#include "rambla-rules.h"
#include "rambla-voucher-token.h"

G_BEGIN_DECLS

/* One form in which an offer was agreed on. */
typedef struct
{
  char *id;
  char *title;
  gboolean here;     /* good at this store */
  RamblaMoney worth; /* what is held for one voucher */
  RamblaRules rules;
} RamblaCounterTerms;

/**
 * RamblaCounterDocument:
 * @server_time: when the platform wrote it, seconds since 1970
 * @list_max_age: how old the revocations may be, seconds
 * @clock_tolerance: how far the clock may be off, seconds
 * @statement: who bears it when a voucher was accepted twice
 * @schedule: (nullable): opening hours; %NULL: not known
 * @terms: (element-type RamblaCounterTerms)
 *
 * What a counter needs to judge vouchers without the platform. Immutable, reference counted, any thread.
 */
typedef struct
{
  gatomicrefcount references;
  gint64 server_time;
  char *merchant_id;
  char *store_id;
  char *store_name;
  GTimeZone *zone;
  GHashTable *keys; /* char * → 32 bytes */
  gboolean accept;
  RamblaMoney limit;
  gint64 list_max_age;
  gint64 clock_tolerance;
  char *statement;
  gint64 undo_seconds;
  RamblaSchedule *schedule;
  RamblaHolidays *holidays;
  GPtrArray *terms;
} RamblaCounterDocument;

/**
 * rambla_counter_document_new:
 * @node: the platform's answer
 *
 * Returns: (transfer full) (nullable): the document, or %NULL with an error of RAMBLA_JSON_ERROR
 */
RamblaCounterDocument *rambla_counter_document_new (JsonNode *node, GError **error);
RamblaCounterDocument *rambla_counter_document_ref (RamblaCounterDocument *self);
void rambla_counter_document_unref (RamblaCounterDocument *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaCounterDocument, rambla_counter_document_unref)

/** rambla_counter_document_find_key: a RamblaVoucherKeyFunc; @document is a RamblaCounterDocument. */
const guint8 *rambla_counter_document_find_key (const char *kid, gpointer document);

G_END_DECLS
