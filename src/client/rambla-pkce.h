/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** rambla_pkce_new_verifier: (transfer full): 43 characters of base64url, 256 random bits (RFC 7636, 4.1);
 * good as a state, too. */
char *rambla_pkce_new_verifier (void);

/** rambla_pkce_build_challenge: (transfer full): the S256 challenge of @verifier (RFC 7636, 4.2). */
char *rambla_pkce_build_challenge (const char *verifier);

G_END_DECLS
