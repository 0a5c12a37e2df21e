/* Convolutions of our own, in register tiles (conv_tile.h). */
#include "cpu/conv_kernels.h"

#include "simd/simd.h"

/* The sanitizers' checks on unrolled loops take minutes to compile. */
#if defined(__SANITIZE_ADDRESS__)
#define UNROLL(n)
#else
#define UNROLL(n) _Pragma(UNROLL_TEXT(GCC unroll n))
#define UNROLL_TEXT(text) #text
#endif
#define INLINE static inline __attribute__((always_inline))
/* The compiler shall keep this in a register of its own, and not derive it from others. */
#define KEEP(pointer) __asm__("" : "+r"(pointer))

/* A tile's sums, two vectors of b and one element of a fit into the registers. */
#if defined(CT_ISA_AVX512)
#define ROWS 14
#define SPAN_ROWS 14
#define SPAN_VECTORS 2
#else
#define ROWS 6
#define SPAN_ROWS 4
#define SPAN_VECTORS 3
#endif

#define T float
#define L f32
#define NAME(x) x##_f32
#define MAD f32_mad
#include "cpu/isa/conv_line.h"
#include "cpu/isa/conv_span.h"
#include "cpu/isa/conv_tile.h"
#undef T
#undef L
#undef NAME
#undef MAD

#define T double
#define L f64
#define NAME(x) x##_f64
#define MAD f64_mad
#include "cpu/isa/conv_line.h"
#include "cpu/isa/conv_span.h"
#include "cpu/isa/conv_tile.h"
#undef T
#undef L
#undef NAME
#undef MAD

extern const ct_conv_kernels CT_ISA_SYM(conv_kernels);
const ct_conv_kernels CT_ISA_SYM(conv_kernels) = {
    .columns = {columns_f32, columns_f64},
    .apart = {apart_f32, apart_f64},
    .beside = {beside_f32, beside_f64},
    .span_rows = SPAN_ROWS,
    .span = {span_f32, span_f64},
    .lay_lines = {lay_lines_f32, lay_lines_f64},
    .take_lines = {take_lines_f32, take_lines_f64},
    .line = {line_f32, line_f64},
    .line_last = {line_last_f32, line_last_f64},
    .sums = {sums_f32, sums_f64},
    .sums_last = {sums_last_f32, sums_last_f64},
};
