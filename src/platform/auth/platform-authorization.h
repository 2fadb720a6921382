/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The one client there is; it has no secret to prove itself with (RFC 6749, 2.1). */
#define PLATFORM_CLIENT_ID "rambla"

/* What is asked for where nothing is said. */
#define PLATFORM_SCOPE_DEFAULT "consumer"

/**
 * PlatformFields:
 * @values: the first value under each name
 * @doubled: names that came twice (RFC 6749, 3.1: then the request is not valid)
 *
 * What a form or a query says.
 */
typedef struct
{
  GHashTable *values;
  GHashTable *doubled;
} PlatformFields;

/**
 * platform_fields_parse:
 * @text: application/x-www-form-urlencoded, a body or a query
 * @length: bytes
 *
 * Returns: (transfer full) (nullable): the fields; NULL if the text is not well-formed
 */
PlatformFields *platform_fields_parse (const char *text, gsize length);

/**
 * platform_fields_get:
 *
 * Returns: (nullable) (transfer none): the value; NULL where there is none, and where it is empty
 * (RFC 6749, 3.1: as if it had been left out)
 */
const char *platform_fields_get (PlatformFields *self, const char *name);

void platform_fields_free (PlatformFields *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformFields, platform_fields_free)

/* What a program asks for in a browser (RFC 6749, 4.1.1; RFC 7636, 4.3). */
typedef struct
{
  char *client_id;
  char *redirect_uri;
  char *state; /* or NULL */
  char *scope; /* separated by single spaces, each once */
  char *code_challenge;
} PlatformAuthorization;

void platform_authorization_free (PlatformAuthorization *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformAuthorization, platform_authorization_free)

/**
 * platform_authorization_read:
 * @authorization: (out) (transfer full): what is asked for; set wherever the redirection URI is to be
 * trusted, also if something else is wrong
 * @failure: (out): NULL, or RFC 6749's error code (4.1.2.1), static
 * @description: (out): what is wrong, in English, for developers
 *
 * Reads a request for authorization.
 *
 * Returns: FALSE if the program or its redirection URI is not known: then nothing may be sent there, and
 *   *failure says what to tell the person
 */
gboolean platform_authorization_read (PlatformFields *fields,
                                      PlatformAuthorization **authorization,
                                      const char **failure,
                                      const char **description);

/**
 * platform_authorization_build_answer:
 * @issuer: who answers (RFC 9207)
 * @code: (nullable): the code, or NULL with @failure
 * @failure: (nullable): an error code
 * @description: (nullable): what is wrong
 *
 * Returns: (transfer full): the redirection URI with the answer in its query; state is given back as it came
 */
char *platform_authorization_build_answer (PlatformAuthorization *self,
                                           const char *issuer,
                                           const char *code,
                                           const char *failure,
                                           const char *description);

/**
 * platform_redirect_uri_is_allowed:
 *
 * Returns: TRUE for a loopback address by its number with a port and a path,
 * "http://127.0.0.1:49152/callback" or "http://[::1]:49152/" (RFC 8252, 7.3): no name that something else
 * could answer to, no query, no fragment, no user, at most 500 bytes
 */
gboolean platform_redirect_uri_is_allowed (const char *uri);

/**
 * platform_scope_normalize:
 * @scope: (nullable): what was asked for
 *
 * Returns: (transfer full) (nullable): the same in our order, each scope once; PLATFORM_SCOPE_DEFAULT for
 * NULL; NULL if there is anything that we do not know
 */
char *platform_scope_normalize (const char *scope);

/**
 * platform_scope_within:
 * @wanted: scopes separated by single spaces
 * @granted: likewise
 *
 * Returns: TRUE if all of @wanted are in @granted
 */
gboolean platform_scope_within (const char *wanted, const char *granted);

/**
 * platform_code_challenge_is_valid:
 *
 * Returns: TRUE for 43 characters of base64url: an S256 challenge (RFC 7636, 4.2)
 */
gboolean platform_code_challenge_is_valid (const char *challenge);

/**
 * platform_code_verifier_matches:
 *
 * Returns: TRUE if @verifier is well-formed (RFC 7636, 4.1) and @challenge was made from it by S256
 */
gboolean platform_code_verifier_matches (const char *verifier, const char *challenge);

G_END_DECLS
