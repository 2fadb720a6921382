/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlatformServiceNotice:
 *
 * Tells systemd how the service does, by sd_notify(3)'s protocol: datagrams to the socket that NOTIFY_SOCKET
 * names. Where that is not set it does nothing.
 */
typedef struct _PlatformServiceNotice PlatformServiceNotice;

/**
 * platform_service_notice_new:
 *
 * Reads NOTIFY_SOCKET and WATCHDOG_USEC, and takes them out of the environment.
 */
PlatformServiceNotice *platform_service_notice_new (void);
void platform_service_notice_free (PlatformServiceNotice *self);

/**
 * platform_service_notice_ready:
 *
 * Says that it answers from now on. From here a sign of life goes out as often as the watchdog wants, from
 * the main loop: a main loop that hangs is a service that hangs.
 */
void platform_service_notice_ready (PlatformServiceNotice *self);

/** platform_service_notice_stopping: says that it ends because it was asked to. */
void platform_service_notice_stopping (PlatformServiceNotice *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformServiceNotice, platform_service_notice_free)

G_END_DECLS
