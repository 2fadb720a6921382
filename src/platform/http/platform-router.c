/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-router.h"

#include <string.h>

/* More segments than any route has: a longer path is nowhere. */
#define MAX_SEGMENTS 16

typedef enum
{
  SLOT_GET,
  SLOT_POST,
  SLOT_PUT,
  SLOT_PATCH,
  SLOT_DELETE,
  N_SLOTS,
} Slot;

static const char *const slot_names[N_SLOTS] = { "GET", "POST", "PUT", "PATCH", "DELETE" };

typedef struct
{
  const PlatformRoute *route;
  gpointer context;
  guint n_parameters;
  const char *names[PLATFORM_ROUTER_MAX_PARAMETERS];
} Entry;

/* A segment of a pattern: fixed text, or a name between a fixed beginning and end. */
typedef struct _Node Node;
struct _Node
{
  gboolean is_parameter;
  char *text; /* the fixed text, or what stands before the name */
  gsize text_length;
  char *suffix; /* what stands after the name */
  gsize suffix_length;
  GPtrArray *children;  /* of Node: fixed ones first, then by length of what is fixed */
  int entries[N_SLOTS]; /* index into the router's, -1: none */
  char *allowed;        /* the text of Allow; NULL where no route ends */
};

struct _PlatformRouter
{
  Node *root;
  GArray *entries;  /* of Entry */
  GPtrArray *names; /* of char *, the parameters' names */
  PlatformRouterPolicy policy;
  GPtrArray *governed; /* of PlatformRoute, with the scopes that the policy says */
  PlatformAuthorizer authorizer;
  gpointer authorizer_data;
};

typedef struct
{
  const char *path;
  guint n;
  guint16 starts[PLATFORM_ROUTER_MAX_PARAMETERS];
  guint16 lengths[PLATFORM_ROUTER_MAX_PARAMETERS];
} Walk;

static void
node_free (gpointer data)
{
  Node *node = data;

  g_ptr_array_unref (node->children);
  g_free (node->text);
  g_free (node->suffix);
  g_free (node->allowed);
  g_free (node);
}

static Node *
node_new (gboolean is_parameter, const char *text, gsize text_length, const char *suffix, gsize suffix_length)
{
  Node *node = g_new0 (Node, 1);

  node->is_parameter = is_parameter;
  node->text = g_strndup (text, text_length);
  node->text_length = text_length;
  node->suffix = g_strndup (suffix, suffix_length);
  node->suffix_length = suffix_length;
  node->children = g_ptr_array_new_with_free_func (node_free);
  for (int i = 0; i < N_SLOTS; i++)
    node->entries[i] = -1;
  return node;
}

PlatformRouter *
platform_router_new (void)
{
  PlatformRouter *self = g_new0 (PlatformRouter, 1);

  self->root = node_new (FALSE, "", 0, "", 0);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->governed = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
platform_router_free (PlatformRouter *self)
{
  node_free (self->root);
  g_array_unref (self->entries);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->governed);
  g_free (self);
}

void
platform_router_set_authorizer (PlatformRouter *self, PlatformAuthorizer authorizer, gpointer user_data)
{
  self->authorizer = authorizer;
  self->authorizer_data = user_data;
}

void
platform_router_set_policy (PlatformRouter *self, PlatformRouterPolicy policy)
{
  self->policy = policy;
}

static const PlatformRoute *
govern (PlatformRouter *self, const PlatformRoute *route)
{
  PlatformRoute *governed;
  const char *scope = NULL;

  if (self->policy == NULL)
    return route;
  if (!self->policy (route->method, route->pattern, &scope))
    g_error ("%s %s has no row in the table of who may do what", route->method, route->pattern);
  if (route->scope != NULL)
    g_error ("%s %s names its scopes itself; only the table of who may do what does", route->method,
             route->pattern);
  governed = g_new (PlatformRoute, 1);
  *governed = *route;
  governed->scope = scope;
  g_ptr_array_add (self->governed, governed);
  return governed;
}

static int
find_slot (const char *method)
{
  if (strcmp (method, "HEAD") == 0)
    return SLOT_GET;
  for (int i = 0; i < N_SLOTS; i++)
    if (strcmp (method, slot_names[i]) == 0)
      return i;
  return -1;
}

static int
compare_nodes (gconstpointer a, gconstpointer b)
{
  const Node *left = *(const Node *const *) a, *right = *(const Node *const *) b;
  gsize left_length = left->text_length + left->suffix_length;
  gsize right_length = right->text_length + right->suffix_length;

  if (left->is_parameter != right->is_parameter)
    return left->is_parameter - right->is_parameter;
  return left_length > right_length ? -1 : left_length < right_length;
}

/* The child for one segment of a pattern, made where it is missing. The name in braces goes to @entry. */
static Node *
add_segment (PlatformRouter *self, Node *parent, const char *segment, gsize length, Entry *entry)
{
  const char *open = memchr (segment, '{', length);
  const char *close = open != NULL ? memchr (open, '}', length - (gsize) (open - segment)) : NULL;
  const char *suffix = close != NULL ? close + 1 : segment + length;
  gsize text_length = open != NULL ? (gsize) (open - segment) : length;
  gsize suffix_length = (gsize) (segment + length - suffix);
  Node *node;

  g_assert (length > 0 && (open == NULL) == (close == NULL));
  if (open != NULL)
    {
      char *name = g_strndup (open + 1, (gsize) (close - open - 1));

      g_assert (*name != '\0' && entry->n_parameters < PLATFORM_ROUTER_MAX_PARAMETERS);
      g_ptr_array_add (self->names, name);
      entry->names[entry->n_parameters++] = name;
    }
  for (guint i = 0; i < parent->children->len; i++)
    {
      node = g_ptr_array_index (parent->children, i);
      if (node->is_parameter == (open != NULL) && node->text_length == text_length &&
          node->suffix_length == suffix_length && memcmp (node->text, segment, text_length) == 0 &&
          memcmp (node->suffix, suffix, suffix_length) == 0)
        return node;
    }
  node = node_new (open != NULL, segment, text_length, suffix, suffix_length);
  g_ptr_array_add (parent->children, node);
  g_ptr_array_sort (parent->children, compare_nodes);
  return node;
}

static void
update_allowed (Node *node)
{
  g_autoptr (GString) text = g_string_new ("OPTIONS");

  for (int i = 0; i < N_SLOTS; i++)
    if (node->entries[i] >= 0)
      g_string_append_printf (text, ", %s%s", slot_names[i], i == SLOT_GET ? ", HEAD" : "");
  g_free (node->allowed);
  node->allowed = g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_route (PlatformRouter *self, const PlatformRoute *route, gpointer context)
{
  Entry entry = { .route = route, .context = context };
  Node *node = self->root;
  int slot = find_slot (route->method);
  const char *at = route->pattern;

  g_assert (slot >= 0 && at[0] == '/' && route->handler != NULL);
  while (at[1] != '\0')
    {
      gsize length = strcspn (at + 1, "/");

      node = add_segment (self, node, at + 1, length, &entry);
      at += 1 + length;
      if (*at == '\0')
        break;
    }
  if (node->entries[slot] >= 0)
    g_error ("the route %s %s is there twice", route->method, route->pattern);
  node->entries[slot] = (int) self->entries->len;
  g_array_append_val (self->entries, entry);
  update_allowed (node);
}

void
platform_router_add (PlatformRouter *self, const PlatformRoute *routes, gsize n_routes, gpointer context)
{
  for (gsize i = 0; i < n_routes; i++)
    add_route (self, govern (self, &routes[i]), context);
}

static gboolean
node_takes (const Node *node, const char *segment, gsize length)
{
  if (!node->is_parameter)
    return length == node->text_length && memcmp (segment, node->text, length) == 0;
  return length > node->text_length + node->suffix_length &&
         memcmp (segment, node->text, node->text_length) == 0 &&
         memcmp (segment + length - node->suffix_length, node->suffix, node->suffix_length) == 0;
}

/* The deepest node for the rest of the path; @at stands on a slash or at the end. */
static const Node *
walk (const Node *node, const char *at, int depth, Walk *state)
{
  const char *segment = at + 1;
  gsize length;

  if (*at == '\0')
    return node->allowed != NULL ? node : NULL;
  length = strcspn (segment, "/");
  if (length == 0 || depth == MAX_SEGMENTS)
    return NULL;
  if (segment[0] == '.' && (length == 1 || (length == 2 && segment[1] == '.')))
    return NULL;
  for (guint i = 0; i < node->children->len; i++)
    {
      const Node *child = g_ptr_array_index (node->children, i);
      const Node *found;
      guint n = state->n;

      if (!node_takes (child, segment, length))
        continue;
      if (child->is_parameter)
        {
          state->starts[n] = (guint16) (segment + child->text_length - state->path);
          state->lengths[n] = (guint16) (length - child->text_length - child->suffix_length);
          state->n = n + 1;
        }
      found = walk (child, segment + length, depth + 1, state);
      if (found != NULL)
        return found;
      state->n = n;
    }
  return NULL;
}

gboolean
platform_router_match (PlatformRouter *self, const char *method, const char *path, PlatformMatch *match)
{
  Walk state = { .path = path };
  const Node *node;
  const Entry *entry;
  int slot;

  match->route = NULL;
  match->allowed = NULL;
  match->n_parameters = 0;
  if (path[0] != '/')
    return FALSE;
  node = walk (self->root, path[1] == '\0' ? path + 1 : path, 0, &state);
  if (node == NULL)
    return FALSE;
  slot = find_slot (method);
  if (slot < 0 || node->entries[slot] < 0)
    {
      match->allowed = node->allowed;
      return FALSE;
    }
  entry = &g_array_index (self->entries, Entry, node->entries[slot]);
  match->route = entry->route;
  match->context = entry->context;
  match->index = (guint) node->entries[slot];
  match->n_parameters = entry->n_parameters;
  memcpy (match->names, entry->names, sizeof match->names);
  memcpy (match->starts, state.starts, sizeof match->starts);
  memcpy (match->lengths, state.lengths, sizeof match->lengths);
  return TRUE;
}

PlatformResponse *
platform_router_authorize (PlatformRouter *self, const PlatformRoute *route, PlatformRequest *request)
{
  if (route->scope == NULL)
    return NULL;
  if (self->authorizer == NULL)
    return platform_response_new_problem (RAMBLA_PROBLEM_UNAUTHORIZED, NULL);
  return self->authorizer (request, route->scope, self->authorizer_data);
}

guint
platform_router_get_n_routes (PlatformRouter *self)
{
  return self->entries->len;
}

const PlatformRoute *
platform_router_get_route (PlatformRouter *self, guint index)
{
  return g_array_index (self->entries, Entry, index).route;
}
