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
#define MOST_ROWS ROWS
#define SPAN_ROWS 14
#define SPAN_VECTORS 2
#define TAP_WIDE_ROWS 4
#define TAP_COLUMNS 3
#else
#define ROWS 6
#define MOST_ROWS (2 * ROWS)
#define SPAN_ROWS 4
#define SPAN_VECTORS 3
#define TAP_WIDE_ROWS 3
#define TAP_COLUMNS 2
#endif

#define TAP_ROWS 7

/* Every second lane of two vectors; the lower or upper half of b in every second of a. */
#if CT_VECTOR_BYTES == 64
#define EVENS_f32(a, b) \
    CT_SHUFFLE(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
#define LOWER_f32(a, b) \
    CT_SHUFFLE(a, b, 16, 1, 17, 3, 18, 5, 19, 7, 20, 9, 21, 11, 22, 13, 23, 15)
#define UPPER_f32(a, b) \
    CT_SHUFFLE(a, b, 24, 1, 25, 3, 26, 5, 27, 7, 28, 9, 29, 11, 30, 13, 31, 15)
#define EVENS_f64 EVENS_8
#define LOWER_f64 LOWER_8
#define UPPER_f64 UPPER_8
#elif CT_VECTOR_BYTES == 32
#define EVENS_f32 EVENS_8
#define LOWER_f32 LOWER_8
#define UPPER_f32 UPPER_8
#define EVENS_f64 EVENS_4
#define LOWER_f64 LOWER_4
#define UPPER_f64 UPPER_4
#else
#define EVENS_f32 EVENS_4
#define LOWER_f32 LOWER_4
#define UPPER_f32 UPPER_4
#define EVENS_f64(a, b) CT_SHUFFLE(a, b, 0, 2)
#define LOWER_f64(a, b) CT_SHUFFLE(a, b, 2, 1)
#define UPPER_f64(a, b) CT_SHUFFLE(a, b, 3, 1)
#endif
#define EVENS_8(a, b) CT_SHUFFLE(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
#define LOWER_8(a, b) CT_SHUFFLE(a, b, 8, 1, 9, 3, 10, 5, 11, 7)
#define UPPER_8(a, b) CT_SHUFFLE(a, b, 12, 1, 13, 3, 14, 5, 15, 7)
#define EVENS_4(a, b) CT_SHUFFLE(a, b, 0, 2, 4, 6)
#define LOWER_4(a, b) CT_SHUFFLE(a, b, 4, 1, 5, 3)
#define UPPER_4(a, b) CT_SHUFFLE(a, b, 6, 1, 7, 3)

#define T float
#define L f32
#define NAME(x) x##_f32
#define MAD f32_mad
#include "cpu/isa/conv_line.h"
#include "cpu/isa/conv_span.h"
#include "cpu/isa/conv_taps.h"
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
#include "cpu/isa/conv_taps.h"
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
    .taps = {taps_f32, taps_f64},
    .tap_sums = {tap_sums_f32, tap_sums_f64},
    .line = {line_f32, line_f64},
    .line_sums = {line_sums_f32, line_sums_f64},
};
