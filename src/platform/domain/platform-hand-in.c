/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-hand-in.h"

#include <string.h>

#include "platform-conflict.h"
#include "platform-idempotency-storage.h"
#include "rambla-id.h"
#include "rambla-json.h"

#define ID_SCAN "sca_"

/* A scan on its way to its verdict. */
typedef struct
{
  PlatformDatabase *database;
  const PlatformTrade *trade;
  PlatformDevice *device;
  const PlatformHandedIn *item;
  const char *language;
  gint64 now;
  gint64 at; /* when it was used, for the rules and the books; seconds */
  PlatformStore *store;
  PlatformScan *scan; /* in the making */
  PlatformConflict *conflict;
} Hearing;

PlatformHandedIn *
platform_handed_in_new (const char *text, const PlatformDevice *device, PlatformKeys *keys)
{
  PlatformHandedIn *self = g_new0 (PlatformHandedIn, 1);
  RamblaScan *scan = rambla_scan_verify (text, device->public_key);

  self->text = g_strdup (text);
  self->hash = rambla_scan_hash (text);
  if (scan == NULL || g_strcmp0 (scan->device_id, device->id) != 0)
    {
      g_clear_pointer (&scan, rambla_scan_free);
      return self;
    }
  self->scan = scan;
  platform_presented_read (&self->presented, keys, scan->presented, scan->at_ms / 1000, &self->refusal);
  return self;
}

void
platform_handed_in_free (PlatformHandedIn *self)
{
  g_free (self->text);
  g_free (self->hash);
  g_clear_pointer (&self->scan, rambla_scan_free);
  platform_presented_clear (&self->presented);
  platform_refusal_clear (&self->refusal);
  g_free (self);
}

static gboolean
follows (const PlatformDevice *device, const RamblaScan *scan)
{
  return scan->sequence == device->sequence + 1 && g_strcmp0 (scan->previous, device->head) == 0;
}

/* Why the time that was signed is not believed. Returns: (transfer full): "" if it is */
static char *
find_flags (const Hearing *hearing, gint64 clock_offset)
{
  const RamblaScan *scan = hearing->item->scan;
  const PlatformDevice *device = hearing->device;
  gint64 tolerance_ms = PLATFORM_CLOCK_TOLERANCE * G_GINT64_CONSTANT (1000);
  gint64 now_ms = hearing->now * 1000;
  g_autoptr (GString) flags = g_string_new (NULL);

  /* It is between what the counter had heard from us and now, and does not run backwards. */
  if (ABS (clock_offset) > PLATFORM_CLOCK_TOLERANCE || scan->at_ms > now_ms + tolerance_ms ||
      scan->at_ms < scan->known_at * 1000 - tolerance_ms || scan->at_ms < device->last_ms - tolerance_ms ||
      scan->known_at > hearing->now + PLATFORM_CLOCK_TOLERANCE)
    g_string_append (flags, "clock ");
  if (!follows (device, scan))
    g_string_append (flags, "chain ");
  if (scan->at_ms / 1000 - scan->known_at > PLATFORM_LIST_MAX_AGE + PLATFORM_CLOCK_TOLERANCE)
    g_string_append (flags, "list ");
  if (now_ms / 1000 - scan->at_ms / 1000 > PLATFORM_HAND_IN_SECONDS)
    g_string_append (flags, "late ");
  if (flags->len > 0)
    g_string_truncate (flags, flags->len - 1);
  return g_string_free (g_steal_pointer (&flags), FALSE);
}

static void
refuse (PlatformScan *scan, const PlatformRefusal *refusal)
{
  scan->verdict = PLATFORM_SCAN_REFUSED;
  scan->code = g_strdup (rambla_problem_code_to_string (refusal->code));
  scan->detail = g_strdup (refusal->detail);
}

/* The counter had asked online first, and the answer did not come: it is the same scan. */
static gboolean
find_asked (const Hearing *hearing, PlatformRedemption **redemption, GError **error)
{
  const RamblaScan *scan = hearing->item->scan;
  g_autoptr (PlatformIdempotencyRecord) record = NULL;
  g_autoptr (JsonNode) body = NULL;
  const char *id = NULL;

  if (platform_idempotency_storage_get (hearing->database, hearing->scan->account_id, scan->key, &record,
                                        error) == PLATFORM_STEP_ERROR)
    return FALSE;
  if (record == NULL || record->status != 201)
    return TRUE;
  body = rambla_json_parse (record->body, -1, RAMBLA_JSON_MAX_ANSWER, NULL);
  if (body == NULL || !JSON_NODE_HOLDS_OBJECT (body) ||
      !rambla_json_get_id (json_node_get_object (body), "id", RAMBLA_ID_REDEMPTION, &id, NULL))
    return TRUE;
  if (platform_redemption_storage_get (hearing->database, id, redemption, error) == PLATFORM_STEP_ERROR)
    return FALSE;
  /* A key says nothing about another voucher. */
  if (*redemption != NULL && g_strcmp0 ((*redemption)->voucher_id, hearing->item->presented.claims->id) != 0)
    g_clear_pointer (redemption, platform_redemption_free);
  return TRUE;
}

static gboolean
book (Hearing *hearing, const PlatformVoucher *voucher, GError **error)
{
  PlatformScan *scan = hearing->scan;
  g_autoptr (PlatformRedemption) redemption = NULL;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;

  if (!platform_redemption_book (hearing->database, hearing->trade, voucher, scan->account_id, scan->store_id,
                                 hearing->at, hearing->now, &redemption, &refusal, error))
    return FALSE;
  if (refusal.code != RAMBLA_PROBLEM_NONE)
    {
      refuse (scan, &refusal);
      return TRUE;
    }
  scan->verdict = PLATFORM_SCAN_REDEEMED;
  scan->redemption_id = g_strdup (redemption->id);
  return TRUE;
}

/* Used already, or gone. What the rules would have refused anyway is refused; the rest is a conflict. */
static gboolean
dispute (Hearing *hearing, const PlatformVoucher *voucher, const PlatformRefusal *refusal, GError **error)
{
  PlatformScan *scan = hearing->scan;
  g_auto (PlatformRefusal) broken = PLATFORM_REFUSAL_INIT;

  if (!platform_redemption_check_rules (hearing->database, hearing->trade, voucher, hearing->store,
                                        hearing->at, hearing->language, &broken, error))
    return FALSE;
  if (broken.code != RAMBLA_PROBLEM_NONE)
    {
      refuse (scan, &broken);
      return TRUE;
    }
  if (refusal->code == RAMBLA_PROBLEM_ALREADY_REDEEMED)
    return platform_conflict_weigh (hearing->database, hearing->trade, voucher, scan, hearing->at,
                                    &hearing->conflict, error);
  hearing->conflict = platform_conflict_new_gone (voucher, scan, refusal->code);
  scan->verdict = PLATFORM_SCAN_CONFLICT;
  return TRUE;
}

static gboolean
judge (Hearing *hearing, GError **error)
{
  const PlatformHandedIn *item = hearing->item;
  PlatformScan *scan = hearing->scan;
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (PlatformRedemption) asked = NULL;
  g_autoptr (PlatformVoucher) voucher = NULL;

  if (item->refusal.code != RAMBLA_PROBLEM_NONE)
    {
      refuse (scan, &item->refusal);
      return TRUE;
    }
  if (item->presented.claims == NULL)
    {
      platform_refuse (&refusal, RAMBLA_PROBLEM_BINDING_REQUIRED,
                       "A code alone proves nothing without the platform");
      refuse (scan, &refusal);
      return TRUE;
    }
  if (!find_asked (hearing, &asked, error))
    return FALSE;
  if (asked != NULL)
    {
      scan->voucher_id = g_strdup (asked->voucher_id);
      scan->verdict = PLATFORM_SCAN_REDEEMED;
      scan->redemption_id = g_strdup (asked->id);
      return TRUE;
    }
  if (!platform_redemption_judge (hearing->database, hearing->trade, &item->presented, hearing->store,
                                  hearing->at, hearing->language, &voucher, &refusal, error))
    return FALSE;
  if (voucher != NULL)
    scan->voucher_id = g_strdup (voucher->id);
  if (refusal.code == RAMBLA_PROBLEM_NONE)
    return book (hearing, voucher, error);
  if (voucher != NULL &&
      (refusal.code == RAMBLA_PROBLEM_ALREADY_REDEEMED || refusal.code == RAMBLA_PROBLEM_REFUNDED ||
       refusal.code == RAMBLA_PROBLEM_REVOKED ||
       (refusal.code == RAMBLA_PROBLEM_EXPIRED && voucher->state == PLATFORM_VOUCHER_EXPIRED)))
    return dispute (hearing, voucher, &refusal, error);
  refuse (scan, &refusal);
  return TRUE;
}

/* The chain goes on from here; a link that was forged in between does not take it back. */
static gboolean
advance (const Hearing *hearing, GError **error)
{
  PlatformDevice *device = hearing->device;
  const RamblaScan *scan = hearing->item->scan;

  if (scan->sequence <= device->sequence)
    return TRUE;
  device->sequence = scan->sequence;
  g_free (device->head);
  device->head = g_strdup (hearing->item->hash);
  device->last_ms = MAX (device->last_ms, scan->at_ms);
  return platform_device_storage_advance (hearing->database, device->id, device->sequence, device->head,
                                          device->last_ms, error);
}

static PlatformScan *
scan_new (const Hearing *hearing, const char *account_id, gint64 clock_offset)
{
  const PlatformHandedIn *item = hearing->item;
  PlatformScan *scan = g_new0 (PlatformScan, 1);

  scan->id = rambla_id_new (ID_SCAN);
  scan->hash = g_strdup (item->hash);
  scan->device_id = g_strdup (hearing->device->id);
  scan->sequence = item->scan->sequence;
  scan->signed_text = g_strdup (item->text);
  scan->account_id = g_strdup (account_id);
  scan->merchant_id = g_strdup (hearing->store->merchant_id);
  scan->store_id = g_strdup (hearing->store->id);
  scan->scanned_ms = item->scan->at_ms;
  scan->handed_in_at = hearing->now;
  scan->clock_offset = clock_offset;
  scan->flags = find_flags (hearing, clock_offset);
  return scan;
}

gboolean
platform_hand_in_take (PlatformDatabase *database,
                       const PlatformTrade *trade,
                       PlatformDevice *device,
                       const char *account_id,
                       gint64 clock_offset,
                       const PlatformHandedIn *item,
                       const char *language,
                       PlatformScan **scan,
                       PlatformRefusal *refusal,
                       GError **error)
{
  g_autoptr (PlatformScan) made = NULL;
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (PlatformConflict) conflict = NULL;
  Hearing hearing = { database, trade, device, item, language, platform_clock_now (trade->clock) };

  *scan = NULL;
  if (item->scan == NULL)
    return platform_refuse (refusal, RAMBLA_PROBLEM_FORGED, "This was not signed by that counter");
  switch (platform_scan_storage_get_by_hash (database, item->hash, scan, error))
    {
    case PLATFORM_STEP_ERROR:
      return FALSE;
    case PLATFORM_STEP_ROW:
      return TRUE;
    case PLATFORM_STEP_DONE:
    default:
      break;
    }
  if (!platform_redemption_find_store (database, account_id, item->scan->store_id, "/scans", &store, refusal,
                                       error))
    return FALSE;
  if (refusal->code != RAMBLA_PROBLEM_NONE)
    return TRUE;

  hearing.at = MIN (item->scan->at_ms / 1000, hearing.now);
  hearing.store = store;
  hearing.scan = made = scan_new (&hearing, account_id, clock_offset);
  if (!judge (&hearing, error))
    {
      g_clear_pointer (&hearing.conflict, platform_conflict_free);
      return FALSE;
    }
  conflict = g_steal_pointer (&hearing.conflict);
  if (!platform_scan_storage_insert (database, made, error) ||
      (conflict != NULL && !platform_conflict_record (database, trade, conflict, made, error)) ||
      !advance (&hearing, error))
    return FALSE;
  *scan = g_steal_pointer (&made);
  return TRUE;
}
