/* autograd_after: calls that wait for the end of a backward.
 *
 * `_queue_callback(f)` in a hook: f runs when the backward of this thread has ended,
 * the outermost one if they nest, once however often it is given. After an error
 * nothing runs. */
#ifndef CT_PYTHON_AUTOGRAD_AFTER_H
#define CT_PYTHON_AUTOGRAD_AFTER_H

#include "python/concept.h"

void ct_py_after_begin(void);
/* The end of a backward with its status; -1 with an exception if it failed or a call
 * does. */
int ct_py_after_end(int status);

extern const ct_concept ct_autograd_after_concept;

#endif
