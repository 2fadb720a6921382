/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-hands.h"

#include <sodium.h>
#include <string.h>

#include "rambla-call-decode.h"
#include "rambla-holder-proof.h"
#include "rambla-json.h"
#include "rambla-short-code.h"

static void
set_body (RamblaCall *call, JsonObject *body)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, body);
  rambla_call_set_body (call, node);
}

static gpointer
decode_voucher (JsonNode *root, const char *etag, GError **error)
{
  return rambla_call_decode_object (root, error) != NULL ? rambla_voucher_from_json (root, error) : NULL;
}

static gpointer
decode_gift (JsonNode *root, const char *etag, GError **error)
{
  return rambla_call_decode_object (root, error) != NULL ? rambla_gift_from_json (root, error) : NULL;
}

static gpointer
decode_offer (JsonNode *root, const char *etag, GError **error)
{
  return rambla_call_decode_object (root, error) != NULL ? rambla_gift_from_offer_json (root, error) : NULL;
}

/* A task that says only that it went well. */
static gpointer
decode_nothing (JsonNode *root, const char *etag, GError **error)
{
  return g_strdup ("");
}

static gpointer
decode_moved (JsonNode *root, const char *etag, GError **error)
{
  JsonObject *object = rambla_call_decode_object (root, error);
  gint64 moved;

  if (object == NULL || !rambla_json_get_int (object, "moved", 0, G_MAXINT, &moved, error))
    return NULL;
  return g_memdup2 (&moved, sizeof moved);
}

void
rambla_hands_put_key_async (RamblaApi *api,
                            const guint8 *secret_key,
                            const char *access_token,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  RamblaCall *call = rambla_call_new ("PUT", "/v1/me/holder-key");
  JsonObject *body = json_object_new ();
  JsonObject *jwk = json_object_new ();
  guint8 public_key[RAMBLA_ED25519_PUBLIC_SIZE];
  g_autofree char *proof = rambla_holder_proof_sign (secret_key, access_token);
  g_autofree char *x = NULL;

  crypto_sign_ed25519_sk_to_pk (public_key, secret_key);
  x = rambla_base64url_encode (public_key, sizeof public_key);
  json_object_set_string_member (jwk, "kty", "OKP");
  json_object_set_string_member (jwk, "crv", "Ed25519");
  json_object_set_string_member (jwk, "x", x);
  json_object_set_object_member (body, "jwk", jwk);
  json_object_set_string_member (body, "proof", proof);
  set_body (call, body);
  rambla_call_send_own (api, call, decode_moved, g_free, cancellable, callback, user_data);
}

gboolean
rambla_hands_put_key_finish (RamblaApi *api, GAsyncResult *result, int *moved, GError **error)
{
  g_autofree gint64 *answer = rambla_api_call_finish (api, result, error);

  if (answer == NULL)
    return FALSE;
  *moved = (int) *answer;
  return TRUE;
}

void
rambla_hands_reissue_async (RamblaApi *api,
                            const char *key,
                            const char *voucher_id,
                            gboolean printed,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  RamblaCall *call = rambla_call_new_for ("POST", "/v1/vouchers/", voucher_id, "/reissue");
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "form", printed ? "printed" : "device");
  set_body (call, body);
  rambla_call_set_idempotency_key (call, key);
  rambla_call_send_own (api, call, decode_voucher, g_object_unref, cancellable, callback, user_data);
}

RamblaVoucher *
rambla_hands_reissue_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

void
rambla_hands_give_async (RamblaApi *api,
                         const char *key,
                         const char *voucher_id,
                         const char *message,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  RamblaCall *call = rambla_call_new_for ("POST", "/v1/vouchers/", voucher_id, "/gift");
  JsonObject *body = json_object_new ();

  if (message != NULL)
    json_object_set_string_member (body, "message", message);
  set_body (call, body);
  rambla_call_set_idempotency_key (call, key);
  rambla_call_send_own (api, call, decode_gift, (GDestroyNotify) rambla_gift_free, cancellable, callback,
                        user_data);
}

RamblaGift *
rambla_hands_give_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

void
rambla_hands_withdraw_async (RamblaApi *api,
                             const char *voucher_id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  rambla_call_send_own (api, rambla_call_new_for ("DELETE", "/v1/vouchers/", voucher_id, "/gift"),
                        decode_nothing, g_free, cancellable, callback, user_data);
}

gboolean
rambla_hands_withdraw_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  g_autofree char *nothing = rambla_api_call_finish (api, result, error);

  return nothing != NULL;
}

void
rambla_hands_look_async (RamblaApi *api,
                         const char *code,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  rambla_call_send_own (api, rambla_call_new_for ("GET", "/v1/gifts/", code, NULL), decode_offer,
                        (GDestroyNotify) rambla_gift_free, cancellable, callback, user_data);
}

RamblaGift *
rambla_hands_look_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

void
rambla_hands_claim_async (RamblaApi *api,
                          const char *key,
                          const char *code,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  RamblaCall *call = rambla_call_new_for ("POST", "/v1/gifts/", code, "/claim");

  set_body (call, json_object_new ());
  rambla_call_set_idempotency_key (call, key);
  rambla_call_send_own (api, call, decode_voucher, g_object_unref, cancellable, callback, user_data);
}

RamblaVoucher *
rambla_hands_claim_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

char *
rambla_hands_dup_code (const char *text)
{
  const char *slash = strrchr (text, '/');
  char code[RAMBLA_SHORT_CODE_SIZE];

  return rambla_short_code_parse (slash != NULL ? slash + 1 : text, code) ? g_strdup (code) : NULL;
}
