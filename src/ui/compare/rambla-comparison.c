/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-comparison.h"

struct _RamblaComparison
{
  GObject parent_instance;

  GPtrArray *deals; /* of RamblaDeal */
};

static GType
get_item_type (GListModel *model)
{
  return RAMBLA_TYPE_DEAL;
}

static guint
get_n_items (GListModel *model)
{
  return RAMBLA_COMPARISON (model)->deals->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  RamblaComparison *self = RAMBLA_COMPARISON (model);

  return position < self->deals->len ? g_object_ref (g_ptr_array_index (self->deals, position)) : NULL;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (RamblaComparison,
                               rambla_comparison,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static gboolean
find (RamblaComparison *self, const char *id, guint *position)
{
  for (guint i = 0; i < self->deals->len; i++)
    if (g_str_equal (rambla_deal_get_id (g_ptr_array_index (self->deals, i)), id))
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
rambla_comparison_add (RamblaComparison *self, RamblaDeal *deal)
{
  guint position;

  g_return_val_if_fail (RAMBLA_IS_COMPARISON (self), FALSE);
  g_return_val_if_fail (RAMBLA_IS_DEAL (deal), FALSE);

  if (find (self, rambla_deal_get_id (deal), &position))
    {
      g_object_unref (g_ptr_array_index (self->deals, position));
      g_ptr_array_index (self->deals, position) = g_object_ref (deal);
      g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 1);
      return TRUE;
    }
  if (self->deals->len == RAMBLA_COMPARISON_MOST)
    return FALSE;
  g_ptr_array_add (self->deals, g_object_ref (deal));
  g_list_model_items_changed (G_LIST_MODEL (self), self->deals->len - 1, 0, 1);
  return TRUE;
}

void
rambla_comparison_remove (RamblaComparison *self, const char *id)
{
  guint position;

  g_return_if_fail (RAMBLA_IS_COMPARISON (self));

  if (!find (self, id, &position))
    return;
  g_ptr_array_remove_index (self->deals, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

void
rambla_comparison_clear (RamblaComparison *self)
{
  guint n;

  g_return_if_fail (RAMBLA_IS_COMPARISON (self));

  n = self->deals->len;
  g_ptr_array_set_size (self->deals, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
}

gboolean
rambla_comparison_contains (RamblaComparison *self, const char *id)
{
  guint position;

  g_return_val_if_fail (RAMBLA_IS_COMPARISON (self), FALSE);

  return find (self, id, &position);
}

static void
rambla_comparison_finalize (GObject *object)
{
  g_ptr_array_unref (RAMBLA_COMPARISON (object)->deals);
  G_OBJECT_CLASS (rambla_comparison_parent_class)->finalize (object);
}

static void
rambla_comparison_class_init (RamblaComparisonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_comparison_finalize;
}

static void
rambla_comparison_init (RamblaComparison *self)
{
  self->deals = g_ptr_array_new_with_free_func (g_object_unref);
}

RamblaComparison *
rambla_comparison_new (void)
{
  return g_object_new (RAMBLA_TYPE_COMPARISON, NULL);
}
