/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-sandbox-private.h"

void
platform_sandbox_pages_add (PlatformSandboxProvider *provider)
{
}
