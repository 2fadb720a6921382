/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-fault-point.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_STALL_MS 2000

typedef enum
{
  ACTION_NONE,
  ACTION_KILL,
  ACTION_STALL,
  ACTION_ERROR,
  ACTION_FULL,
} Action;

typedef struct
{
  char *name;
  guint at;
  Action action;
  guint passed; /* atomic */
} Plan;

/* Read once from the environment, then only looked at. */
static Plan *plans;
static guint n_plans;
static int trace = -1;

static Action
parse_action (const char *word)
{
  static const char *const words[] = { "", "kill", "stall", "error", "full" };

  for (guint i = ACTION_KILL; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (word, words[i]) == 0)
      return i;
  return ACTION_NONE;
}

/* A plan that cannot be read would be a test that tests nothing. */
static void
read_plans (const char *text)
{
  g_auto (GStrv) items = g_strsplit (text, ",", -1);

  plans = g_new0 (Plan, g_strv_length (items));
  for (guint i = 0; items[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (items[i], ":", -1);
      guint64 at = 0;

      if (g_strv_length (parts) != 3 || !g_ascii_string_to_unsigned (parts[1], 10, 1, G_MAXUINT, &at, NULL) ||
          parse_action (parts[2]) == ACTION_NONE)
        g_error ("RAMBLA_FAULT: \"%s\" is not NAME:N:ACTION", items[i]);
      plans[n_plans].name = g_strdup (parts[0]);
      plans[n_plans].at = (guint) at;
      plans[n_plans].action = parse_action (parts[2]);
      n_plans++;
    }
}

static void
prepare (void)
{
  static gsize prepared;

  if (g_once_init_enter (&prepared))
    {
      const char *text = g_getenv ("RAMBLA_FAULT");
      const char *path = g_getenv ("RAMBLA_FAULT_TRACE");

      if (text != NULL && *text != '\0')
        read_plans (text);
      if (path != NULL && *path != '\0')
        {
          trace = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
          if (trace < 0)
            g_error ("RAMBLA_FAULT_TRACE: %s: %s", path, g_strerror (errno));
        }
      g_once_init_leave (&prepared, 1);
    }
}

static void
stall (void)
{
  const char *text = g_getenv ("RAMBLA_FAULT_STALL_MS");
  guint64 milliseconds = DEFAULT_STALL_MS;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 0, 600000, &milliseconds, NULL))
    g_error ("RAMBLA_FAULT_STALL_MS: \"%s\" is not a number of milliseconds", text);
  g_usleep ((gulong) milliseconds * 1000);
}

/* Returns: what the step behind the point is to do: nothing, ACTION_ERROR or ACTION_FULL */
static Action
pass (const char *name)
{
  Action fails = ACTION_NONE;

  prepare ();
  if (trace >= 0)
    {
      g_autofree char *line = g_strdup_printf ("%s %d\n", name, (int) getpid ());

      if (write (trace, line, strlen (line)) < 0)
        g_error ("RAMBLA_FAULT_TRACE: %s", g_strerror (errno));
    }
  for (guint i = 0; i < n_plans; i++)
    {
      Plan *plan = &plans[i];
      guint passed;

      if (!g_str_equal (plan->name, name))
        continue;
      passed = __atomic_add_fetch (&plan->passed, 1, __ATOMIC_RELAXED);
      if (plan->action == ACTION_KILL && passed == plan->at)
        kill (getpid (), SIGKILL);
      else if (plan->action == ACTION_STALL && passed == plan->at)
        stall ();
      else if ((plan->action == ACTION_ERROR || plan->action == ACTION_FULL) && passed >= plan->at)
        fails = plan->action;
    }
  return fails;
}

void
rambla_fault_point_pass (const char *name)
{
  if (pass (name) != ACTION_NONE)
    g_error ("RAMBLA_FAULT: %s is not a step that can fail", name);
}

gboolean
rambla_fault_point_pass_or_fail (const char *name, GError **error)
{
  Action action = pass (name);

  if (action == ACTION_NONE)
    return TRUE;
  g_set_error (error, G_IO_ERROR, action == ACTION_FULL ? G_IO_ERROR_NO_SPACE : G_IO_ERROR_FAILED,
               "%s fails on purpose", name);
  return FALSE;
}
