/* table: this instruction set's kernels, gathered. */
#include "cpu/attention_kernels.h"
#include "cpu/channel_kernels.h"
#include "cpu/conv_kernels.h"
#include "cpu/ctc_kernels.h"
#include "cpu/distance_kernels.h"
#include "cpu/fft_kernels.h"
#include "cpu/gemm_kernels.h"
#include "cpu/grid_kernels.h"
#include "cpu/index_kernels.h"
#include "cpu/kernels.h"
#include "cpu/layer_norm_kernels.h"
#include "cpu/optim_kernels.h"
#include "cpu/pool_kernels.h"
#include "cpu/random_kernels.h"
#include "cpu/recurrent_kernels.h"
#include "cpu/reduce_kernels.h"
#include "cpu/resample_kernels.h"
#include "cpu/softmax_kernels.h"
#include "cpu/sort_kernels.h"
#include "simd/simd.h"

extern const ct_row_loops *const CT_ISA_SYM(loops)[];
extern const ct_single_loops CT_ISA_SYM(single_loops)[];
extern const ct_cast_kernels CT_ISA_SYM(cast_kernels);
extern const ct_conv_kernels CT_ISA_SYM(conv_kernels);
extern const ct_ctc_kernels CT_ISA_SYM(ctc_kernels);
extern const ct_grid_kernels CT_ISA_SYM(grid_kernels);
extern const ct_resample_kernels CT_ISA_SYM(resample_kernels);
extern const ct_attention_kernels CT_ISA_SYM(attention_kernels);
extern const ct_channel_kernels CT_ISA_SYM(channel_kernels);
extern const ct_distance_kernels CT_ISA_SYM(distance_kernels);
extern const ct_fft_kernels *const CT_ISA_SYM(fft_kernels)[2];
extern const ct_gemm_kernels CT_ISA_SYM(gemm_kernels);
extern const ct_index_kernels CT_ISA_SYM(index_kernels);
extern const ct_optim_kernels CT_ISA_SYM(optim_kernels);
extern const ct_pool_kernels CT_ISA_SYM(pool_kernels);
extern const ct_random_kernels CT_ISA_SYM(random_kernels);
extern const ct_recurrent_kernels CT_ISA_SYM(recurrent_kernels);
extern const ct_reduce_kernels CT_ISA_SYM(reduce_kernels);
extern const ct_softmax_kernels CT_ISA_SYM(softmax_kernels);
extern const ct_layer_norm_kernels CT_ISA_SYM(layer_norm_kernels);
extern const ct_sort_kernels CT_ISA_SYM(sort_kernels);
#define NAME_OF_(isa) #isa
#define NAME_OF(isa) NAME_OF_(isa)

const ct_kernels CT_ISA_SYM(kernels) = {
    .name = NAME_OF(CT_ISA),
    .vector_bytes = CT_VECTOR_BYTES,
    .loops = CT_ISA_SYM(loops),
    .single = CT_ISA_SYM(single_loops),
    .cast = &CT_ISA_SYM(cast_kernels),
    .ctc = &CT_ISA_SYM(ctc_kernels),
    .grid = &CT_ISA_SYM(grid_kernels),
    .resample = &CT_ISA_SYM(resample_kernels),
    .conv = &CT_ISA_SYM(conv_kernels),
    .attention = &CT_ISA_SYM(attention_kernels),
    .channel = &CT_ISA_SYM(channel_kernels),
    .distance = &CT_ISA_SYM(distance_kernels),
    .fft = CT_ISA_SYM(fft_kernels),
    .gemm = &CT_ISA_SYM(gemm_kernels),
    .index = &CT_ISA_SYM(index_kernels),
    .optim = &CT_ISA_SYM(optim_kernels),
    .pool = &CT_ISA_SYM(pool_kernels),
    .random = &CT_ISA_SYM(random_kernels),
    .recurrent = &CT_ISA_SYM(recurrent_kernels),
    .reduce = &CT_ISA_SYM(reduce_kernels),
    .softmax = &CT_ISA_SYM(softmax_kernels),
    .layer_norm = &CT_ISA_SYM(layer_norm_kernels),
    .sort = &CT_ISA_SYM(sort_kernels),
};
