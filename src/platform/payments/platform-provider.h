/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * PlatformProvider: whoever moves the money. The platform speaks to it through this interface only.
 *
 * Threads: every call may be made from any thread. The work runs in the provider's own thread, and
 * the callback is called in that thread too: it must not block. Strings in a request are copied
 * before the call returns. A provider lives until its last reference is gone and all its calls have
 * answered; each call answers exactly once.
 *
 * Amounts are in the minor units of ISO 4217 (UYU 149000 is 1,490 pesos; JPY 1490 is 1,490 yen),
 * times are seconds since 1970, in UTC.
 *
 * Idempotency: every call that moves money takes a key of 1 to 255 printable ASCII characters. The same
 * key with the same request never moves money twice, however often it is called. The provider
 * itself retries a lost answer a few times, always with the same key.
 */

/**
 * PLATFORM_PROVIDER_ERROR:
 *
 * Why a call has no result. Ask platform_provider_error_is_unknown() before
 * concluding that no money moved. A declined card is no error: it is a #PlatformPayment
 * in the state %PLATFORM_PAYMENT_DECLINED.
 */
#define PLATFORM_PROVIDER_ERROR (platform_provider_error_quark ())

typedef enum
{
  PLATFORM_PROVIDER_ERROR_UNREACHABLE, /* no connection came about: nothing happened */
  PLATFORM_PROVIDER_ERROR_NO_ANSWER, /* asked, and the answer was lost or was a 5xx: the outcome is not known
                                      */
  PLATFORM_PROVIDER_ERROR_TIMEOUT,   /* asked, and no answer in time: the outcome is not known */
  PLATFORM_PROVIDER_ERROR_PROTOCOL,  /* answered something that cannot be understood: the outcome is not known
                                      */
  PLATFORM_PROVIDER_ERROR_REFUSED,   /* the provider refused the request: nothing happened */
  PLATFORM_PROVIDER_ERROR_DECLINED,  /* a refund, or anything else than a charge, was declined: nothing
                                        happened */
  PLATFORM_PROVIDER_ERROR_NOT_FOUND, /* the provider does not know that object */
  PLATFORM_PROVIDER_ERROR_BUSY,      /* too many requests, or the same key is under way: try again later */
  PLATFORM_PROVIDER_ERROR_MISMATCH,  /* the key was used before with another request: nothing happened now */
  PLATFORM_PROVIDER_ERROR_SIGNATURE, /* a webhook whose signature is missing, wrong or too old */
} PlatformProviderError;

GQuark platform_provider_error_quark (void);

/**
 * platform_provider_error_is_unknown:
 * @error: an error of any domain
 *
 * Returns: %TRUE if the money may have moved all the same, so that the order is `unknown` until
 *   platform_provider_retrieve_payment_async(), platform_provider_retrieve_session_async() or a webhook
 * tells. A cancelled call counts as unknown.
 */
gboolean platform_provider_error_is_unknown (const GError *error);

/* What became of a payment. */
typedef enum
{
  PLATFORM_PAYMENT_WAITING,         /* nobody has tried to pay yet (or the form is still open) */
  PLATFORM_PAYMENT_REQUIRES_ACTION, /* the buyer has to confirm at @action_url (3-D Secure) */
  PLATFORM_PAYMENT_PROCESSING,      /* under way; a webhook will tell */
  PLATFORM_PAYMENT_SUCCEEDED,       /* the money is here: final */
  PLATFORM_PAYMENT_DECLINED,        /* refused; see @decline_code and @message. The form may be tried again */
  PLATFORM_PAYMENT_CANCELLED,       /* closed without payment: final */
} PlatformPaymentState;

/**
 * platform_payment_state_to_string:
 * @state: a state
 *
 * Returns: (transfer none): the state in lower case, for logs and records
 */
const char *platform_payment_state_to_string (PlatformPaymentState state);

/* A payment (the protocol's PaymentIntent). */
typedef struct
{
  char *id;                   /* pi_…; NULL only when a declined charge was not named */
  PlatformPaymentState state; /* */
  gint64 amount;              /* minor units */
  gint64 refunded;            /* minor units given back so far, as far as the provider said */
  char *currency;             /* ISO 4217, upper case */
  char *order_id;             /* as given at its creation, or NULL */
  char *customer;             /* or NULL */
  char *action_url;           /* where the buyer confirms, or NULL */
  char *decline_code;         /* such as "insufficient_funds", or NULL */
  char *message;              /* the provider's sentence about a refusal, or NULL */
} PlatformPayment;

void platform_payment_free (PlatformPayment *payment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformPayment, platform_payment_free)

typedef enum
{
  PLATFORM_SESSION_OPEN,     /* the page can be used */
  PLATFORM_SESSION_COMPLETE, /* the buyer is through; ask the payment (it may still be processing) */
  PLATFORM_SESSION_EXPIRED,  /* too late, or closed: final, never paid */
} PlatformSessionState;

/* The hosted page (the protocol's Checkout Session). */
typedef struct
{
  char *id;                   /* cs_… */
  PlatformSessionState state; /* */
  gboolean paid;              /* the money is here: final */
  char *url;                  /* the page; NULL once it cannot be used */
  char *payment_id;           /* pi_…, or NULL while the provider has made none */
  char *order_id;             /* or NULL */
  gint64 amount;              /* minor units */
  char *currency;             /* ISO 4217, upper case */
  gint64 expires_at;          /* seconds since 1970 */
} PlatformCheckoutSession;

void platform_checkout_session_free (PlatformCheckoutSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformCheckoutSession, platform_checkout_session_free)

typedef enum
{
  PLATFORM_REFUND_SUCCEEDED, /* the money is on its way back: final, but for a later failure */
  PLATFORM_REFUND_PENDING,   /* accepted; a webhook will tell */
  PLATFORM_REFUND_FAILED,    /* the money did not go back */
} PlatformRefundState;

/* Money given back. */
typedef struct
{
  char *id;                  /* re_… */
  PlatformRefundState state; /* */
  gint64 amount;             /* minor units */
  char *currency;            /* ISO 4217, upper case */
  char *payment_id;          /* pi_… */
  char *order_id;            /* or NULL */
  char *reference;           /* the idempotency key that it was asked for with, or NULL */
} PlatformRefund;

void platform_refund_free (PlatformRefund *refund);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformRefund, platform_refund_free)

/* A card that the provider keeps for a customer. */
typedef struct
{
  char *id;      /* pm_… */
  char *brand;   /* "visa" */
  char *last4;   /* four digits */
  int exp_month; /* 1 to 12 */
  int exp_year;  /* four digits */
} PlatformSavedCard;

void platform_saved_card_free (PlatformSavedCard *card);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformSavedCard, platform_saved_card_free)

/* What a webhook tells. */
typedef enum
{
  PLATFORM_EVENT_OTHER,              /* nothing that concerns the platform: answer 200 and forget it */
  PLATFORM_EVENT_SESSION_COMPLETED,  /* @session is set */
  PLATFORM_EVENT_SESSION_FAILED,     /* @session is set; a delayed payment came to nothing */
  PLATFORM_EVENT_SESSION_EXPIRED,    /* @session is set */
  PLATFORM_EVENT_PAYMENT_SUCCEEDED,  /* @payment is set, as in the four below */
  PLATFORM_EVENT_PAYMENT_PROCESSING, /* */
  PLATFORM_EVENT_PAYMENT_FAILED,     /* */
  PLATFORM_EVENT_PAYMENT_CANCELLED,  /* */
  PLATFORM_EVENT_PAYMENT_ACTION,     /* the buyer has to confirm */
  PLATFORM_EVENT_REFUND,             /* @refund is set: made or changed */
} PlatformEventKind;

typedef struct
{
  char *id;                         /* evt_…, the same in every delivery of the event */
  char *type;                       /* as sent, such as "payment_intent.succeeded" */
  PlatformEventKind kind;           /* */
  gint64 created;                   /* seconds since 1970; events may arrive in another order */
  char *order_id;                   /* from the object's metadata, or NULL */
  char *object_id;                  /* pi_…, cs_…, re_…, or NULL */
  PlatformPayment *payment;         /* or NULL */
  PlatformCheckoutSession *session; /* or NULL */
  PlatformRefund *refund;           /* or NULL */
} PlatformProviderEvent;

void platform_provider_event_free (PlatformProviderEvent *event);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformProviderEvent, platform_provider_event_free)

/* A hosted page that is wanted. */
typedef struct
{
  const char *order_id;    /* becomes metadata of session and payment */
  gint64 amount;           /* minor units, > 0 */
  const char *currency;    /* ISO 4217 */
  const char *description; /* what is bought, one line */
  const char *success_url; /* where the buyer's browser goes once paid */
  const char *cancel_url;  /* where it goes when the buyer gives up */
  gint64 expires_at; /* seconds since 1970; 0: the provider's default. A real provider may ask for 30 minutes
                        or more */
  const char *customer;        /* cus_…, or NULL */
  const char *locale;          /* "es", "en", "zh", or NULL: the browser's */
  const char *idempotency_key; /* */
} PlatformCheckoutRequest;

/* A charge of a saved card, made at the buyer's one click in the app: no page is shown, but the bank may ask
 * for 3-D Secure (%PLATFORM_PAYMENT_REQUIRES_ACTION). */
typedef struct
{
  const char *order_id;        /* becomes metadata of the payment */
  gint64 amount;               /* minor units, > 0 */
  const char *currency;        /* ISO 4217 */
  const char *description;     /* what is bought, one line */
  const char *customer;        /* cus_… */
  const char *payment_method;  /* pm_… */
  const char *return_url;      /* where the browser goes after 3-D Secure, or NULL */
  const char *idempotency_key; /* */
} PlatformChargeRequest;

/* Money to be given back. */
typedef struct
{
  const char *payment_id;      /* pi_… */
  gint64 amount;               /* minor units, > 0; 0: all that is left */
  const char *currency;        /* ISO 4217, the payment's */
  const char *order_id;        /* becomes metadata of the refund, or NULL */
  const char *idempotency_key; /* */
} PlatformRefundRequest;

#define PLATFORM_TYPE_PROVIDER (platform_provider_get_type ())

G_DECLARE_INTERFACE (PlatformProvider, platform_provider, PLATFORM, PROVIDER, GObject)

struct _PlatformProviderInterface
{
  GTypeInterface parent;

  void (*create_session) (PlatformProvider *self,
                          const PlatformCheckoutRequest *request,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
  void (*retrieve_session) (PlatformProvider *self,
                            const char *id,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
  void (*expire_session) (PlatformProvider *self,
                          const char *id,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
  void (*charge) (PlatformProvider *self,
                  const PlatformChargeRequest *request,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data);
  void (*retrieve_payment) (PlatformProvider *self,
                            const char *id,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
  void (*cancel_payment) (PlatformProvider *self,
                          const char *id,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
  void (*refund) (PlatformProvider *self,
                  const PlatformRefundRequest *request,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data);
  void (*retrieve_refund) (PlatformProvider *self,
                           const char *id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
  void (*create_customer) (PlatformProvider *self,
                           const char *account_id,
                           const char *email,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
  void (*list_cards) (PlatformProvider *self,
                      const char *customer,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  PlatformProviderEvent *(*verify_webhook) (PlatformProvider *self,
                                            const char *signature,
                                            GBytes *body,
                                            gint64 now,
                                            GError **error);

  PlatformCheckoutSession *(*session_finish) (PlatformProvider *self, GAsyncResult *result, GError **error);
  PlatformPayment *(*payment_finish) (PlatformProvider *self, GAsyncResult *result, GError **error);
  PlatformRefund *(*refund_finish) (PlatformProvider *self, GAsyncResult *result, GError **error);
  char *(*create_customer_finish) (PlatformProvider *self, GAsyncResult *result, GError **error);
  GPtrArray *(*list_cards_finish) (PlatformProvider *self, GAsyncResult *result, GError **error);
};

/**
 * platform_provider_create_session_async:
 * @self: a provider
 * @request: what is to be paid
 * @cancellable: (nullable): to stop waiting (the provider may have made the session all the same)
 * @callback: called in the provider's thread
 * @user_data: for @callback
 *
 * Opens a hosted page for one order. Finish with platform_provider_session_finish().
 */
void platform_provider_create_session_async (PlatformProvider *self,
                                             const PlatformCheckoutRequest *request,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);

/**
 * platform_provider_retrieve_session_async:
 *
 * Asks how the session @id stands now. Finish with platform_provider_session_finish().
 */
void platform_provider_retrieve_session_async (PlatformProvider *self,
                                               const char *id,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);

/**
 * platform_provider_expire_session_async:
 *
 * Closes the page of session @id, so that it cannot be paid any more. When the buyer was faster the
 * error is %PLATFORM_PROVIDER_ERROR_REFUSED: retrieve the session then. Finish with
 * platform_provider_session_finish().
 */
void platform_provider_expire_session_async (PlatformProvider *self,
                                             const char *id,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);

/**
 * platform_provider_session_finish:
 *
 * Returns: (transfer full): the session as the provider told it, or %NULL with @error
 */
PlatformCheckoutSession *
platform_provider_session_finish (PlatformProvider *self, GAsyncResult *result, GError **error);

/**
 * platform_provider_charge_async:
 *
 * Charges a saved card at once. A decline is a result (%PLATFORM_PAYMENT_DECLINED), not an
 * error. Finish with platform_provider_payment_finish().
 */
void platform_provider_charge_async (PlatformProvider *self,
                                     const PlatformChargeRequest *request,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/**
 * platform_provider_retrieve_payment_async:
 *
 * Asks how the payment @id stands now. Finish with platform_provider_payment_finish().
 */
void platform_provider_retrieve_payment_async (PlatformProvider *self,
                                               const char *id,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);

/**
 * platform_provider_cancel_payment_async:
 *
 * Closes a payment that is not through yet, so that it can never succeed. %PLATFORM_PROVIDER_ERROR_REFUSED
 * when it is through: retrieve it then. Finish with platform_provider_payment_finish().
 */
void platform_provider_cancel_payment_async (PlatformProvider *self,
                                             const char *id,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);

/**
 * platform_provider_payment_finish:
 *
 * Returns: (transfer full): the payment as the provider told it, or %NULL with @error
 */
PlatformPayment *
platform_provider_payment_finish (PlatformProvider *self, GAsyncResult *result, GError **error);

/**
 * platform_provider_refund_async:
 *
 * Gives money back. %PLATFORM_PROVIDER_ERROR_REFUSED when more is asked for than is left.
 * Finish with platform_provider_refund_finish().
 */
void platform_provider_refund_async (PlatformProvider *self,
                                     const PlatformRefundRequest *request,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/**
 * platform_provider_retrieve_refund_async:
 *
 * Asks how the refund @id stands now: asking for it again under its key only repeats the first answer. Finish
 * with platform_provider_refund_finish().
 */
void platform_provider_retrieve_refund_async (PlatformProvider *self,
                                              const char *id,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);

/**
 * platform_provider_refund_finish:
 *
 * Returns: (transfer full): the refund, or %NULL with @error
 */
PlatformRefund *
platform_provider_refund_finish (PlatformProvider *self, GAsyncResult *result, GError **error);

/**
 * platform_provider_create_customer_async:
 * @account_id: the account's id; also the idempotency key, so that an account has one customer
 * @email: (nullable): for the provider's receipts
 *
 * Makes the provider know a buyer. Finish with platform_provider_create_customer_finish().
 */
void platform_provider_create_customer_async (PlatformProvider *self,
                                              const char *account_id,
                                              const char *email,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);

/**
 * platform_provider_create_customer_finish:
 *
 * Returns: (transfer full): the customer's id, cus_…, or %NULL with @error
 */
char *platform_provider_create_customer_finish (PlatformProvider *self, GAsyncResult *result, GError **error);

/**
 * platform_provider_list_cards_async:
 *
 * Asks for the cards that the provider keeps for @customer, newest first, at most 100. Finish with
 * platform_provider_list_cards_finish().
 */
void platform_provider_list_cards_async (PlatformProvider *self,
                                         const char *customer,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);

/**
 * platform_provider_list_cards_finish:
 *
 * Returns: (transfer container) (element-type PlatformSavedCard): the cards; the array frees them
 */
GPtrArray *platform_provider_list_cards_finish (PlatformProvider *self, GAsyncResult *result, GError **error);

/**
 * platform_provider_verify_webhook:
 * @signature: (nullable): the header `Stripe-Signature`
 * @body: the body, byte for byte as it came
 * @now: the time now, seconds since 1970
 *
 * Checks who sent a webhook, then reads it. Does not wait for anything; may be called in any thread. The same
 * event may come again, late, or in another order: take its word only as a hint, and the object's state as
 * the truth.
 *
 * Returns: (transfer full): the event, or %NULL with %PLATFORM_PROVIDER_ERROR_SIGNATURE (answer 400) or
 *   %PLATFORM_PROVIDER_ERROR_PROTOCOL (signed, but not an event: answer 400)
 */
PlatformProviderEvent *platform_provider_verify_webhook (PlatformProvider *self,
                                                         const char *signature,
                                                         GBytes *body,
                                                         gint64 now,
                                                         GError **error);

G_END_DECLS
