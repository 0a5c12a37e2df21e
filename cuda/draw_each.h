/* draw_each: random numbers into a tensor, for the families of rows that draw. */
#ifndef CT_CUDA_DRAW_EACH_H
#define CT_CUDA_DRAW_EACH_H

#include "core/random.h"
#include "core/tensor.h"
#include "draw.h"

/* Fills t with what d says, at this place of the stream; its memory and size d gets here. */
int ct_cuda_draw_into(ct_tensor *t, ct_device_draw d, ct_generator at);

#endif
