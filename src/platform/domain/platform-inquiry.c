/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-inquiry.h"

#include "platform-fulfilment.h"
#include "rambla-fault-point.h"

typedef struct
{
  PlatformTrade *trade;
  PlatformInquiryKind kind;
  char *try_id;
  char *order_id;
  char *session_id;
  char *payment_id;
  gint64 amount;
  char *currency;
  char *description;
  char *customer;
  char *card;
  char *return_url;
  char *locale;
  gint64 page_seconds;
  PlatformInquiryFunc func;
  PlatformWriterDone done;
  gpointer data;
  GDestroyNotify destroy;

  /* The answer: one of them, or none. */
  PlatformPayment *payment;
  PlatformCheckoutSession *session;
  GError *failure;
  gboolean written;
} Inquiry;

static void
inquiry_free (Inquiry *inquiry)
{
  if (inquiry->destroy != NULL)
    inquiry->destroy (inquiry->data);
  g_free (inquiry->try_id);
  g_free (inquiry->order_id);
  g_free (inquiry->session_id);
  g_free (inquiry->payment_id);
  g_free (inquiry->currency);
  g_free (inquiry->description);
  g_free (inquiry->customer);
  g_free (inquiry->card);
  g_free (inquiry->return_url);
  g_free (inquiry->locale);
  g_clear_pointer (&inquiry->payment, platform_payment_free);
  g_clear_pointer (&inquiry->session, platform_checkout_session_free);
  g_clear_error (&inquiry->failure);
  g_free (inquiry);
}

/* What the provider has said must not be lost because the disk is full just now: it is written again later,
 * and what asked for it has had its answer. When the program ends first, the next start asks the provider
 * itself. */
static void
release (Inquiry *inquiry)
{
  PlatformTrade *trade = inquiry->trade;

  if (inquiry->written || g_cancellable_is_cancelled (trade->stopping))
    inquiry_free (inquiry);
  else
    platform_trade_keep_word (trade, inquiry);
  platform_trade_end_call (trade);
}

/* Reads the answer as a word; FALSE if it tells nothing. */
static gboolean
get_word (const Inquiry *inquiry, PlatformProviderWord *word)
{
  *word = (PlatformProviderWord){ 0 };
  if (inquiry->payment != NULL)
    platform_provider_word_from_payment (word, inquiry->payment);
  else if (inquiry->session != NULL)
    platform_provider_word_from_session (word, inquiry->session);
  else if (inquiry->kind == PLATFORM_INQUIRY_CHARGE)
    {
      /* The same key under way elsewhere, or used up by a request that we do not remember, tells nothing. */
      word->lost =
          platform_provider_error_is_unknown (inquiry->failure) ||
          g_error_matches (inquiry->failure, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_BUSY) ||
          g_error_matches (inquiry->failure, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_MISMATCH);
      word->state = PLATFORM_PAYMENT_CANCELLED;
      word->message = word->lost ? NULL : inquiry->failure->message;
    }
  else if (inquiry->kind == PLATFORM_INQUIRY_OPEN_PAGE)
    {
      /* Whatever became of it: nobody has seen that page, so nobody can pay there. */
      word->state = PLATFORM_PAYMENT_CANCELLED;
      word->message = inquiry->failure->message;
    }
  else
    return FALSE;
  word->try_id = inquiry->try_id;
  word->order_id = inquiry->order_id;
  return TRUE;
}

static gboolean
take_word (PlatformDatabase *database, gpointer data, GError **error)
{
  Inquiry *inquiry = data;
  PlatformProviderWord word;

  if (get_word (inquiry, &word) && !platform_fulfilment_apply (database, inquiry->trade, &word, NULL, error))
    return FALSE;
  rambla_fault_point ("pay.word-taken");
  return inquiry->func == NULL || inquiry->func (database, inquiry->failure, inquiry->data, error);
}

static void
on_word_taken (gpointer data, const GError *error)
{
  Inquiry *inquiry = data;

  rambla_fault_point ("pay.word-committed");
  if (error != NULL)
    g_warning ("%s: the provider's word could not be written: %s", inquiry->try_id, error->message);
  if (inquiry->done != NULL)
    inquiry->done (inquiry->data, error);
  inquiry->done = NULL;
  inquiry->written = error == NULL;
  if (inquiry->written)
    platform_trade_wake (inquiry->trade);
}

static void
write_word (Inquiry *inquiry)
{
  g_autoptr (GError) error = NULL;

  if (platform_writer_push (inquiry->trade->writer, take_word, on_word_taken, inquiry,
                            (GDestroyNotify) release, &error))
    return;
  on_word_taken (inquiry, error);
  release (inquiry);
}

/* The call has answered, one way or another. */
static void
finish (Inquiry *inquiry)
{
  rambla_fault_point ("pay.provider-answered");
  if (inquiry->failure != NULL)
    g_info ("%s: %s", inquiry->try_id, inquiry->failure->message);
  write_word (inquiry);
}

static void
on_payment_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Inquiry *inquiry = user_data;

  inquiry->payment = platform_provider_payment_finish (PLATFORM_PROVIDER (source), result, &inquiry->failure);
  finish (inquiry);
}

static void
on_session_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Inquiry *inquiry = user_data;

  inquiry->session = platform_provider_session_finish (PLATFORM_PROVIDER (source), result, &inquiry->failure);
  finish (inquiry);
}

static void
on_page_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Inquiry *inquiry = user_data;

  inquiry->session = platform_provider_session_finish (PLATFORM_PROVIDER (source), result, &inquiry->failure);
  if (!g_error_matches (inquiry->failure, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_REFUSED))
    {
      finish (inquiry);
      return;
    }
  g_clear_error (&inquiry->failure);
  platform_provider_retrieve_session_async (PLATFORM_PROVIDER (source), inquiry->session_id,
                                            inquiry->trade->stopping, on_session_ready, inquiry);
}

static void
charge (Inquiry *inquiry)
{
  PlatformChargeRequest request = {
    .order_id = inquiry->order_id,
    .amount = inquiry->amount,
    .currency = inquiry->currency,
    .description = inquiry->description,
    .customer = inquiry->customer,
    .payment_method = inquiry->card,
    .return_url = inquiry->return_url,
    .idempotency_key = inquiry->try_id,
  };

  platform_provider_charge_async (inquiry->trade->provider, &request, inquiry->trade->stopping,
                                  on_payment_ready, inquiry);
}

static void
open_page (Inquiry *inquiry)
{
  PlatformCheckoutRequest request = {
    .order_id = inquiry->order_id,
    .amount = inquiry->amount,
    .currency = inquiry->currency,
    .description = inquiry->description,
    .success_url = inquiry->return_url,
    .cancel_url = inquiry->return_url,
    .expires_at = platform_clock_now_outside (inquiry->trade->clock) + inquiry->page_seconds,
    .customer = inquiry->customer,
    .locale = inquiry->locale,
    .idempotency_key = inquiry->try_id,
  };

  platform_provider_create_session_async (inquiry->trade->provider, &request, inquiry->trade->stopping,
                                          on_session_ready, inquiry);
}

void
platform_inquiry_start (PlatformTrade *trade,
                        PlatformInquiryKind kind,
                        const PlatformTry *try,
                        const PlatformInquiryDetails *details,
                        PlatformInquiryFunc func,
                        PlatformWriterDone done,
                        gpointer data,
                        GDestroyNotify destroy)
{
  Inquiry *inquiry = g_new0 (Inquiry, 1);

  platform_trade_begin_call (trade);
  inquiry->trade = trade;
  inquiry->kind = kind;
  inquiry->try_id = g_strdup (try->id);
  inquiry->order_id = g_strdup (try->order_id);
  inquiry->session_id = g_strdup (try->provider_session);
  inquiry->payment_id = g_strdup (try->provider_payment);
  inquiry->amount = try->amount;
  inquiry->currency = g_strdup (try->currency);
  inquiry->description = g_strdup (try->description);
  inquiry->customer = g_strdup (try->customer);
  inquiry->card = g_strdup (try->card);
  inquiry->return_url = g_strdup (try->return_url);
  inquiry->func = func;
  inquiry->done = done;
  inquiry->data = data;
  inquiry->destroy = destroy;
  if (details != NULL)
    {
      inquiry->locale = g_strdup (details->locale);
      inquiry->page_seconds = details->page_seconds;
    }

  rambla_fault_point ("pay.before-provider");
  switch (kind)
    {
    case PLATFORM_INQUIRY_CHARGE:
      charge (inquiry);
      return;
    case PLATFORM_INQUIRY_OPEN_PAGE:
      open_page (inquiry);
      return;
    case PLATFORM_INQUIRY_CLOSE_PAGE:
      platform_provider_expire_session_async (trade->provider, inquiry->session_id, trade->stopping,
                                              on_page_closed, inquiry);
      return;
    case PLATFORM_INQUIRY_LOOK:
    default:
      if (inquiry->payment_id != NULL)
        platform_provider_retrieve_payment_async (trade->provider, inquiry->payment_id, trade->stopping,
                                                  on_payment_ready, inquiry);
      else
        platform_provider_retrieve_session_async (trade->provider, inquiry->session_id, trade->stopping,
                                                  on_session_ready, inquiry);
      return;
    }
}

void
platform_inquiry_write_again (PlatformTrade *trade)
{
  g_autoptr (GPtrArray) words = platform_trade_take_words (trade);

  for (guint i = 0; i < words->len; i++)
    {
      platform_trade_begin_call (trade);
      write_word (words->pdata[i]);
    }
}

void
platform_inquiry_forget_words (PlatformTrade *trade)
{
  g_autoptr (GPtrArray) words = platform_trade_take_words (trade);

  g_ptr_array_set_free_func (words, (GDestroyNotify) inquiry_free);
}
