/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Where a platform's authorization server takes what (RFC 8414). @revocation_endpoint and
 * @device_authorization_endpoint are %NULL where it has none. @names_issuer: its redirects say who they come
 * from (RFC 9207). */
typedef struct
{
  char *issuer;
  char *authorization_endpoint;
  char *token_endpoint;
  char *revocation_endpoint;
  char *device_authorization_endpoint;
  gboolean names_issuer;
} RamblaOauthMetadata;

/** rambla_oauth_metadata_build_url: (transfer full): where the metadata of @issuer is (RFC 8414, 3.1). */
char *rambla_oauth_metadata_build_url (const char *issuer);

/**
 * rambla_oauth_metadata_from_json:
 * @root: what the platform answered
 * @issuer: the platform's address, without a slash at the end
 *
 * Reads and checks it: it must be about @issuer and no other (RFC 8414, 3.3), offer the code grant with PKCE
 * S256, and every address must be https, or http on this very machine.
 *
 * Returns: (transfer full): %NULL with a %RAMBLA_JSON_ERROR or %RAMBLA_OAUTH_ERROR_METADATA
 */
RamblaOauthMetadata *rambla_oauth_metadata_from_json (JsonNode *root, const char *issuer, GError **error);

void rambla_oauth_metadata_free (RamblaOauthMetadata *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaOauthMetadata, rambla_oauth_metadata_free)

/** rambla_oauth_url_is_safe: whether secrets may go to @url: https, or http to a loopback address. */
gboolean rambla_oauth_url_is_safe (const char *url);

G_END_DECLS
