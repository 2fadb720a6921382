/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-sandbox-store.h"
#include "rambla-json-writer.h"

G_BEGIN_DECLS

/*
 * The sandbox provider's objects as the protocol writes them. @uri is where the provider listens, for the
 * addresses of its pages.
 */

void platform_sandbox_write_customer (RamblaJsonWriter *writer, const PlatformSandboxCustomer *customer);
void platform_sandbox_write_method (RamblaJsonWriter *writer, const PlatformSandboxMethod *method);

/* @with_charge: the last charge as an object instead of its id. */
void platform_sandbox_write_intent (RamblaJsonWriter *writer,
                                    const PlatformSandboxIntent *intent,
                                    const char *uri,
                                    gboolean with_charge);

/* @intent: (nullable): the session's payment as an object instead of its id. */
void platform_sandbox_write_session (RamblaJsonWriter *writer,
                                     const PlatformSandboxSession *session,
                                     const char *uri,
                                     const PlatformSandboxIntent *intent);
void platform_sandbox_write_charge (RamblaJsonWriter *writer, const PlatformSandboxIntent *intent);
void platform_sandbox_write_refund (RamblaJsonWriter *writer, const PlatformSandboxRefund *refund);

/* @secret: the secret too, as the answer to its making shows it. */
void platform_sandbox_write_endpoint (RamblaJsonWriter *writer,
                                      const PlatformSandboxEndpoint *endpoint,
                                      gboolean secret);

/* The members of the refusal that @intent holds: code, decline_code, message, type, param. Within an object.
 */
void platform_sandbox_write_refusal (RamblaJsonWriter *writer, const PlatformSandboxIntent *intent);

/* Where a buyer confirms @intent (3-D Secure), and where a session is paid. (transfer full) */
char *platform_sandbox_intent_url (const PlatformSandboxIntent *intent, const char *uri);
char *platform_sandbox_session_url (const PlatformSandboxSession *session, const char *uri);

G_END_DECLS
