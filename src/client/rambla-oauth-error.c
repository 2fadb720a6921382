/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-oauth-error.h"

#include <glib/gi18n-lib.h>

#include "rambla-api-error.h"
#include "rambla-json.h"

G_DEFINE_QUARK (rambla_oauth_error, rambla_oauth_error)

static const struct
{
  const char *code;
  RamblaOauthError error;
} refusals[] = {
  { "access_denied", RAMBLA_OAUTH_ERROR_DENIED },
  { "expired_token", RAMBLA_OAUTH_ERROR_EXPIRED },
  { "authorization_pending", RAMBLA_OAUTH_ERROR_PENDING },
  { "slow_down", RAMBLA_OAUTH_ERROR_SLOW_DOWN },
};

GError *
rambla_oauth_error_new (const char *code)
{
  RamblaOauthError error = RAMBLA_OAUTH_ERROR_REFUSED;

  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (g_str_equal (refusals[i].code, code))
      error = refusals[i].error;
  return g_error_new (RAMBLA_OAUTH_ERROR, error, "The platform's sign-in says %s", code);
}

char *
rambla_oauth_error_describe (const GError *error)
{
  if (error->domain == RAMBLA_JSON_ERROR)
    return g_strdup (_ ("What this platform says of its sign-in makes no sense, so nothing was sent to it."));
  if (error->domain != RAMBLA_OAUTH_ERROR)
    return rambla_api_error_describe (error);
  switch ((RamblaOauthError) error->code)
    {
    case RAMBLA_OAUTH_ERROR_METADATA:
      return g_strdup (_ (
          "This platform's sign-in is not safe or not meant for this program, so nothing was sent to it."));
    case RAMBLA_OAUTH_ERROR_NO_DEVICE_GRANT:
      return g_strdup (_ ("This platform has no sign-in from another device. Use the browser here."));
    case RAMBLA_OAUTH_ERROR_REDIRECT:
      return g_strdup (
          _ ("What came back from the browser does not belong to this sign-in. Nobody was signed in."));
    case RAMBLA_OAUTH_ERROR_DENIED:
      return g_strdup (_ ("In the browser somebody said no. Nobody was signed in."));
    case RAMBLA_OAUTH_ERROR_EXPIRED:
      return g_strdup (_ ("Nobody answered in time. Ask again whenever you like."));
    case RAMBLA_OAUTH_ERROR_PENDING:
    case RAMBLA_OAUTH_ERROR_SLOW_DOWN:
    case RAMBLA_OAUTH_ERROR_REFUSED:
    default:
      return g_strdup (_ ("The platform refused the sign-in. Nobody was signed in; try again."));
    }
}
