/* view: in-place writes through views, and what they do to history.
 *
 * NOTE [View and in-place] Writing to a view writes to its base, so the base gets a
 * CopySlices node: backward through it takes the gradient's slice, passes that
 * through the op that wrote, and puts the result back in place. Every other view of
 * the base then has an outdated history, known by the storage version it was made
 * for; it is made anew when next asked for, as a strided slice of the base. */
#ifndef CT_AUTOGRAD_VIEW_H
#define CT_AUTOGRAD_VIEW_H

#include "autograd/node.h"

/* Was the base of view t rewritten since t's history was made? */
bool ct_view_outdated(const ct_tensor *t);
/* Makes the history anew; an error if the view does not allow it. */
int ct_view_refresh(ct_tensor *t);
/* May t be written in place with gradients recorded? PyTorch's errors if not. */
int ct_view_check_inplace(ct_tensor *t);
/* t, a view, was written by the op of `inner` (stolen), whose edge `nr` is the one
 * to t's old history: the base's becomes CopySlices. */
int ct_view_rebase(ct_tensor *t, ct_node *inner, uint32_t nr);
/* A new history of t, the view whose writing made the CopySlices `outer`: its slice of
 * what that gives. */
ct_node *ct_view_slice(ct_node *outer, ct_tensor *t);

#endif
