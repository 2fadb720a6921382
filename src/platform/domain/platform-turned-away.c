/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-turned-away.h"

#include "platform-dispute-storage.h"

typedef struct
{
  char *voucher_id;
  char *merchant_id;
  char *store_id;
  const char *code;
  gint64 at;
} Note;

static void
note_free (Note *note)
{
  g_free (note->voucher_id);
  g_free (note->merchant_id);
  g_free (note->store_id);
  g_free (note);
}

static gboolean
write_note (PlatformDatabase *database, gpointer data, GError **error)
{
  Note *note = data;

  return platform_counter_refusal_storage_add (database, note->voucher_id, note->merchant_id, note->store_id,
                                               note->code, note->at, error);
}

void
platform_turned_away_note (const PlatformTrade *trade,
                           const PlatformVoucher *voucher,
                           const char *store_id,
                           RamblaProblemCode code)
{
  g_autoptr (GError) error = NULL;
  Note *note;

  if (voucher->state != PLATFORM_VOUCHER_ACTIVE ||
      (code != RAMBLA_PROBLEM_WRONG_BRANCH && code != RAMBLA_PROBLEM_WRONG_DAY &&
       code != RAMBLA_PROBLEM_WRONG_TIME && code != RAMBLA_PROBLEM_NOT_YET_VALID))
    return;
  note = g_new0 (Note, 1);
  note->voucher_id = g_strdup (voucher->id);
  note->merchant_id = g_strdup (voucher->merchant_id);
  note->store_id = g_strdup (store_id);
  note->code = rambla_problem_code_to_string (code);
  note->at = platform_clock_now (trade->clock);
  if (platform_writer_push (trade->writer, write_note, NULL, note, (GDestroyNotify) note_free, &error))
    return;
  g_warning ("%s: that it was refused could not be noted: %s", note->voucher_id, error->message);
  note_free (note);
}
