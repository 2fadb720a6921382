/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "platform-sandbox-cards.h"
#include "platform-sandbox-json.h"
#include "platform-sandbox-private.h"

static gboolean
emit_intent (PlatformSandboxWork *work, const char *type, PlatformSandboxIntent *intent, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, text);
  platform_sandbox_write_intent (&writer, intent, work->provider->uri, FALSE);

  return platform_sandbox_emit (work, type, text, error);
}

static gboolean
emit_session (PlatformSandboxWork *work, const char *type, PlatformSandboxSession *session, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, text);
  platform_sandbox_write_session (&writer, session, work->provider->uri, NULL);

  return platform_sandbox_emit (work, type, text, error);
}

static gboolean
emit_refund (PlatformSandboxWork *work, const char *type, PlatformSandboxRefund *refund, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, text);
  platform_sandbox_write_refund (&writer, refund);

  return platform_sandbox_emit (work, type, text, error);
}

static gboolean
save_intent (PlatformSandboxWork *work, PlatformSandboxIntent *intent, GError **error)
{
  return platform_sandbox_store_save (work->database, &platform_sandbox_intents, intent, error);
}

static void
set_text (char **member, const char *value)
{
  g_free (*member);
  *member = g_strdup (value);
}

/* Brings the session that @intent belongs to in line, and tells about it under @type. */
static gboolean
complete_session (PlatformSandboxWork *work,
                  PlatformSandboxIntent *intent,
                  gboolean paid,
                  const char *type,
                  GError **error)
{
  g_autoptr (PlatformSandboxSession) session = NULL;
  GError *cause = NULL;

  if (intent->session == NULL)
    return TRUE;

  session = platform_sandbox_store_load (work->database, &platform_sandbox_sessions, intent->session, &cause);
  if (session == NULL)
    {
      if (cause == NULL)
        return TRUE;
      g_propagate_error (error, cause);
      return FALSE;
    }

  set_text (&session->status, "complete");
  set_text (&session->payment_status, paid ? "paid" : "unpaid");

  return platform_sandbox_store_save (work->database, &platform_sandbox_sessions, session, error) &&
         emit_session (work, type, session, error);
}

static gboolean
succeed (PlatformSandboxWork *work, PlatformSandboxIntent *intent, const char *session_type, GError **error)
{
  set_text (&intent->status, "succeeded");
  g_clear_pointer (&intent->error_code, g_free);
  g_clear_pointer (&intent->error_decline, g_free);
  intent->settle_ms = 0;

  return save_intent (work, intent, error) && emit_intent (work, "payment_intent.succeeded", intent, error) &&
         complete_session (work, intent, TRUE, session_type, error);
}

static gboolean
decline (PlatformSandboxWork *work,
         PlatformSandboxIntent *intent,
         const char *code,
         const char *decline_code,
         GError **error)
{
  set_text (&intent->status, "requires_payment_method");
  set_text (&intent->error_code, code);
  set_text (&intent->error_decline, decline_code);
  g_clear_pointer (&intent->method, g_free);
  intent->settle_ms = 0;

  return save_intent (work, intent, error) &&
         emit_intent (work, "payment_intent.payment_failed", intent, error);
}

static gboolean
process (PlatformSandboxWork *work, PlatformSandboxIntent *intent, GError **error)
{
  set_text (&intent->status, "processing");
  g_clear_pointer (&intent->error_code, g_free);
  g_clear_pointer (&intent->error_decline, g_free);
  intent->settle_ms = work->now_ms + work->provider->processing_ms;

  return save_intent (work, intent, error) &&
         emit_intent (work, "payment_intent.processing", intent, error) &&
         complete_session (work, intent, FALSE, "checkout.session.completed", error);
}

/* A new try of the charge, whatever comes of it. */
static void
new_charge (PlatformSandboxIntent *intent)
{
  g_free (intent->charge);
  intent->charge = platform_sandbox_store_new_id ("ch_");
}

gboolean
platform_sandbox_confirm (PlatformSandboxWork *work,
                          PlatformSandboxIntent *intent,
                          gboolean off_session,
                          GError **error)
{
  const PlatformSandboxCard *card = platform_sandbox_card_find (intent->number);
  PlatformSandboxOutcome outcome;

  if (card == NULL)
    {
      new_charge (intent);
      return decline (work, intent, "card_declined", "test_mode_live_card", error);
    }

  outcome = card->outcome;
  if (outcome == PLATFORM_SANDBOX_ASKS_ONCE)
    outcome = intent->customer != NULL && intent->session == NULL ? PLATFORM_SANDBOX_SUCCEEDS
                                                                  : PLATFORM_SANDBOX_ASKS;

  switch (outcome)
    {
    case PLATFORM_SANDBOX_ASKS:
    case PLATFORM_SANDBOX_ASKS_AND_DECLINES:
      if (off_session)
        {
          new_charge (intent);
          return decline (work, intent, "authentication_required", "authentication_required", error);
        }
      set_text (&intent->status, "requires_action");
      g_clear_pointer (&intent->error_code, g_free);
      g_clear_pointer (&intent->error_decline, g_free);
      return save_intent (work, intent, error) &&
             emit_intent (work, "payment_intent.requires_action", intent, error);

    case PLATFORM_SANDBOX_DECLINES:
      new_charge (intent);
      return decline (work, intent, card->code, card->decline_code, error);

    case PLATFORM_SANDBOX_DELAYS:
    case PLATFORM_SANDBOX_DELAYS_AND_FAILS:
      new_charge (intent);
      return process (work, intent, error);

    case PLATFORM_SANDBOX_SUCCEEDS:
    case PLATFORM_SANDBOX_ASKS_ONCE:
    default:
      new_charge (intent);
      return succeed (work, intent, "checkout.session.completed", error);
    }
}

gboolean
platform_sandbox_authenticate (PlatformSandboxWork *work,
                               PlatformSandboxIntent *intent,
                               gboolean approved,
                               GError **error)
{
  const PlatformSandboxCard *card = platform_sandbox_card_find (intent->number);

  if (!approved)
    return decline (work, intent, "payment_intent_authentication_failure", NULL, error);

  new_charge (intent);
  if (card != NULL && card->outcome == PLATFORM_SANDBOX_ASKS_AND_DECLINES)
    return decline (work, intent, card->code, card->decline_code, error);

  return succeed (work, intent, "checkout.session.completed", error);
}

gboolean
platform_sandbox_cancel (PlatformSandboxWork *work,
                         PlatformSandboxIntent *intent,
                         const char *reason,
                         GError **error)
{
  set_text (&intent->status, "canceled");
  set_text (&intent->cancel_reason, reason);
  intent->cancelled = work->now_ms / 1000;
  intent->settle_ms = 0;

  return save_intent (work, intent, error) && emit_intent (work, "payment_intent.canceled", intent, error);
}

gboolean
platform_sandbox_expire (PlatformSandboxWork *work, PlatformSandboxSession *session, GError **error)
{
  g_autoptr (PlatformSandboxIntent) intent = NULL;
  GError *cause = NULL;

  intent = platform_sandbox_store_load (work->database, &platform_sandbox_intents, session->intent, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, cause);
      return FALSE;
    }
  if (intent != NULL && !platform_sandbox_cancel (work, intent, "automatic", error))
    return FALSE;

  set_text (&session->status, "expired");

  return platform_sandbox_store_save (work->database, &platform_sandbox_sessions, session, error) &&
         emit_session (work, "checkout.session.expired", session, error);
}

gboolean
platform_sandbox_refund (PlatformSandboxWork *work,
                         PlatformSandboxIntent *intent,
                         PlatformSandboxRefund *refund,
                         GError **error)
{
  const PlatformSandboxCard *card = platform_sandbox_card_find (intent->number);
  gboolean delayed = card != NULL && card->refund_delay != 0;

  g_free (refund->id);
  refund->id = platform_sandbox_store_new_id ("re_");
  set_text (&refund->charge, intent->charge);
  set_text (&refund->status, delayed ? "pending" : "succeeded");
  refund->settle_ms = delayed ? work->now_ms + work->provider->processing_ms : 0;
  intent->refunded += refund->amount;

  return save_intent (work, intent, error) &&
         platform_sandbox_store_save (work->database, &platform_sandbox_refunds, refund, error) &&
         emit_refund (work, "refund.created", refund, error);
}

static gboolean
settle_intent (PlatformSandboxWork *work, PlatformSandboxIntent *intent, GError **error)
{
  const PlatformSandboxCard *card = platform_sandbox_card_find (intent->number);

  if (card == NULL || card->outcome != PLATFORM_SANDBOX_DELAYS_AND_FAILS)
    return succeed (work, intent, "checkout.session.async_payment_succeeded", error);

  return decline (work, intent, card->code, card->decline_code, error) &&
         complete_session (work, intent, FALSE, "checkout.session.async_payment_failed", error);
}

static gboolean
settle_refund (PlatformSandboxWork *work, PlatformSandboxRefund *refund, GError **error)
{
  g_autoptr (PlatformSandboxIntent) intent = NULL;
  const PlatformSandboxCard *card;
  GError *cause = NULL;

  intent = platform_sandbox_store_load (work->database, &platform_sandbox_intents, refund->intent, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, cause);
      return FALSE;
    }

  card = platform_sandbox_card_find (intent != NULL ? intent->number : NULL);
  refund->settle_ms = 0;
  if (intent != NULL && card != NULL && card->refund_delay < 0)
    {
      set_text (&refund->status, "failed");
      intent->refunded -= refund->amount;
      if (!save_intent (work, intent, error))
        return FALSE;
    }
  else
    set_text (&refund->status, "succeeded");

  return platform_sandbox_store_save (work->database, &platform_sandbox_refunds, refund, error) &&
         emit_refund (work, strcmp (refund->status, "failed") == 0 ? "refund.failed" : "refund.updated",
                      refund, error);
}

/* One kind of due things; @settle for each of them. */
static gboolean
settle_kind (PlatformSandboxWork *work,
             const PlatformSandboxKind *kind,
             const char *clause,
             gint64 until,
             gboolean (*settle) (PlatformSandboxWork *work, gpointer object, GError **error),
             GError **error)
{
  GPtrArray *due = platform_sandbox_store_select (work->database, kind, error, clause, "i", until);
  gboolean ok = due != NULL;

  for (guint i = 0; ok && i < due->len; i++)
    ok = settle (work, due->pdata[i], error);
  platform_sandbox_store_free_list (kind, due);

  return ok;
}

static gboolean
settle_due_intent (PlatformSandboxWork *work, gpointer object, GError **error)
{
  return settle_intent (work, object, error);
}

static gboolean
settle_due_refund (PlatformSandboxWork *work, gpointer object, GError **error)
{
  return settle_refund (work, object, error);
}

static gboolean
settle_due_session (PlatformSandboxWork *work, gpointer object, GError **error)
{
  return platform_sandbox_expire (work, object, error);
}

gboolean
platform_sandbox_settle (PlatformSandboxWork *work, GError **error)
{
  return settle_kind (work, &platform_sandbox_intents,
                      "WHERE status = 'processing' AND settle_ms <= ? LIMIT 100", work->now_ms,
                      settle_due_intent, error) &&
         settle_kind (work, &platform_sandbox_refunds,
                      "WHERE status = 'pending' AND settle_ms <= ? LIMIT 100", work->now_ms,
                      settle_due_refund, error) &&
         settle_kind (work, &platform_sandbox_sessions, "WHERE status = 'open' AND expires_at <= ? LIMIT 100",
                      work->now_ms / 1000, settle_due_session, error);
}
