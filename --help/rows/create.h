/* Made by tools/rows.py of csrc/ops/create.def. */

#ifndef CT_ROWS_CREATE_H
#define CT_ROWS_CREATE_H
#include "ops/scope.h"

/* zeros(size: ints..., *, dtype: dtype? = None, device: device? = None, requires_grad: bool = False) */
extern ct_op ct_op_zeros;
enum { CT_AT_zeros_size, CT_AT_zeros_dtype, CT_AT_zeros_device, CT_AT_zeros_requires_grad };
typedef struct ct_zeros_options {
    ct_some dtype;
    ct_some device;
    bool requires_grad;
} ct_zeros_options;
ct_tensor *ct_s_zeros_with(ct_scope *s, ct_dims size, ct_zeros_options o);
#define ct_s_zeros(s, size, ...) \
    ct_s_zeros_with(s, size, (ct_zeros_options){__VA_ARGS__})

/* ones(size: ints..., *, dtype: dtype? = None, device: device? = None, requires_grad: bool = False) */
extern ct_op ct_op_ones;
enum { CT_AT_ones_size, CT_AT_ones_dtype, CT_AT_ones_device, CT_AT_ones_requires_grad };
typedef struct ct_ones_options {
    ct_some dtype;
    ct_some device;
    bool requires_grad;
} ct_ones_options;
ct_tensor *ct_s_ones_with(ct_scope *s, ct_dims size, ct_ones_options o);
#define ct_s_ones(s, size, ...) \
    ct_s_ones_with(s, size, (ct_ones_options){__VA_ARGS__})

/* empty(size: ints..., *, memory_format: format? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False) */
extern ct_op ct_op_empty;
enum { CT_AT_empty_size, CT_AT_empty_memory_format, CT_AT_empty_dtype, CT_AT_empty_device, CT_AT_empty_requires_grad };
typedef struct ct_empty_options {
    ct_some memory_format;
    ct_some dtype;
    ct_some device;
    bool requires_grad;
} ct_empty_options;
ct_tensor *ct_s_empty_with(ct_scope *s, ct_dims size, ct_empty_options o);
#define ct_s_empty(s, size, ...) \
    ct_s_empty_with(s, size, (ct_empty_options){__VA_ARGS__})

/* full(size: ints, fill_value: scalar, *, dtype: dtype? = None, device: device? = None, requires_grad: bool = False) */
extern ct_op ct_op_full;
enum { CT_AT_full_size, CT_AT_full_fill_value, CT_AT_full_dtype, CT_AT_full_device, CT_AT_full_requires_grad };
typedef struct ct_full_options {
    ct_some dtype;
    ct_some device;
    bool requires_grad;
} ct_full_options;
ct_tensor *ct_s_full_with(ct_scope *s, ct_dims size, ct_tensor *fill_value, ct_full_options o);
#define ct_s_full(s, size, fill_value, ...) \
    ct_s_full_with(s, size, fill_value, (ct_full_options){__VA_ARGS__})

/* zeros_like(input: tensor, *, memory_format: format? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False) */
extern ct_op ct_op_zeros_like;
enum { CT_AT_zeros_like_input, CT_AT_zeros_like_memory_format, CT_AT_zeros_like_dtype, CT_AT_zeros_like_device, CT_AT_zeros_like_requires_grad };
typedef struct ct_zeros_like_options {
    ct_some memory_format;
    ct_some dtype;
    ct_some device;
    bool requires_grad;
} ct_zeros_like_options;
ct_tensor *ct_s_zeros_like_with(ct_scope *s, ct_tensor *input, ct_zeros_like_options o);
#define ct_s_zeros_like(s, input, ...) \
    ct_s_zeros_like_with(s, input, (ct_zeros_like_options){__VA_ARGS__})

/* ones_like(input: tensor, *, memory_format: format? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False) */
extern ct_op ct_op_ones_like;
enum { CT_AT_ones_like_input, CT_AT_ones_like_memory_format, CT_AT_ones_like_dtype, CT_AT_ones_like_device, CT_AT_ones_like_requires_grad };
typedef struct ct_ones_like_options {
    ct_some memory_format;
    ct_some dtype;
    ct_some device;
    bool requires_grad;
} ct_ones_like_options;
ct_tensor *ct_s_ones_like_with(ct_scope *s, ct_tensor *input, ct_ones_like_options o);
#define ct_s_ones_like(s, input, ...) \
    ct_s_ones_like_with(s, input, (ct_ones_like_options){__VA_ARGS__})

/* empty_like(input: tensor, *, memory_format: format? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False) */
extern ct_op ct_op_empty_like;
enum { CT_AT_empty_like_input, CT_AT_empty_like_memory_format, CT_AT_empty_like_dtype, CT_AT_empty_like_device, CT_AT_empty_like_requires_grad };
typedef struct ct_empty_like_options {
    ct_some memory_format;
    ct_some dtype;
    ct_some device;
    bool requires_grad;
} ct_empty_like_options;
ct_tensor *ct_s_empty_like_with(ct_scope *s, ct_tensor *input, ct_empty_like_options o);
#define ct_s_empty_like(s, input, ...) \
    ct_s_empty_like_with(s, input, (ct_empty_like_options){__VA_ARGS__})

/* full_like(input: tensor, fill_value: scalar, *, memory_format: format? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False) */
extern ct_op ct_op_full_like;
enum { CT_AT_full_like_input, CT_AT_full_like_fill_value, CT_AT_full_like_memory_format, CT_AT_full_like_dtype, CT_AT_full_like_device, CT_AT_full_like_requires_grad };
typedef struct ct_full_like_options {
    ct_some memory_format;
    ct_some dtype;
    ct_some device;
    bool requires_grad;
} ct_full_like_options;
ct_tensor *ct_s_full_like_with(ct_scope *s, ct_tensor *input, ct_tensor *fill_value, ct_full_like_options o);
#define ct_s_full_like(s, input, fill_value, ...) \
    ct_s_full_like_with(s, input, fill_value, (ct_full_like_options){__VA_ARGS__})

/* eye(n: int, m: int? = None, *, dtype: dtype? = None, device: device? = None, requires_grad: bool = False) */
extern ct_op ct_op_eye;
enum { CT_AT_eye_n, CT_AT_eye_m, CT_AT_eye_dtype, CT_AT_eye_device, CT_AT_eye_requires_grad };
typedef struct ct_eye_options {
    ct_some m;
    ct_some dtype;
    ct_some device;
    bool requires_grad;
} ct_eye_options;
ct_tensor *ct_s_eye_with(ct_scope *s, int64_t n, ct_eye_options o);
#define ct_s_eye(s, n, ...) \
    ct_s_eye_with(s, n, (ct_eye_options){__VA_ARGS__})

/* arange(end: scalar, *, dtype: dtype? = None, device: device? = None, requires_grad: bool = False) */
extern ct_op ct_op_arange_to;
enum { CT_AT_arange_to_end, CT_AT_arange_to_dtype, CT_AT_arange_to_device, CT_AT_arange_to_requires_grad };
typedef struct ct_arange_to_options {
    ct_some dtype;
    ct_some device;
    bool requires_grad;
} ct_arange_to_options;
ct_tensor *ct_s_arange_to_with(ct_scope *s, ct_tensor *end, ct_arange_to_options o);
#define ct_s_arange_to(s, end, ...) \
    ct_s_arange_to_with(s, end, (ct_arange_to_options){__VA_ARGS__})

/* arange(start: scalar, end: scalar, step: scalar = 1, *, dtype: dtype? = None, device: device? = None, requires_grad: bool = False) */
extern ct_op ct_op_arange;
enum { CT_AT_arange_start, CT_AT_arange_end, CT_AT_arange_step, CT_AT_arange_dtype, CT_AT_arange_device, CT_AT_arange_requires_grad };
typedef struct ct_arange_options {
    ct_tensor *step;
    ct_some dtype;
    ct_some device;
    bool requires_grad;
} ct_arange_options;
ct_tensor *ct_s_arange_with(ct_scope *s, ct_tensor *start, ct_tensor *end, ct_arange_options o);
#define ct_s_arange(s, start, end, ...) \
    ct_s_arange_with(s, start, end, (ct_arange_options){__VA_ARGS__})

/* linspace(start: operand, end: operand, steps: int, *, dtype: dtype? = None, device: device? = None, requires_grad: bool = False) */
extern ct_op ct_op_linspace;
enum { CT_AT_linspace_start, CT_AT_linspace_end, CT_AT_linspace_steps, CT_AT_linspace_dtype, CT_AT_linspace_device, CT_AT_linspace_requires_grad };
typedef struct ct_linspace_options {
    ct_some dtype;
    ct_some device;
    bool requires_grad;
} ct_linspace_options;
ct_tensor *ct_s_linspace_with(ct_scope *s, ct_tensor *start, ct_tensor *end, int64_t steps, ct_linspace_options o);
#define ct_s_linspace(s, start, end, steps, ...) \
    ct_s_linspace_with(s, start, end, steps, (ct_linspace_options){__VA_ARGS__})

/* rand(size: ints..., *, generator: generator? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False) */
extern ct_op ct_op_rand;
enum { CT_AT_rand_size, CT_AT_rand_generator, CT_AT_rand_dtype, CT_AT_rand_device, CT_AT_rand_requires_grad };
typedef struct ct_rand_options {
    void *generator;
    ct_some dtype;
    ct_some device;
    bool requires_grad;
} ct_rand_options;
ct_tensor *ct_s_rand_with(ct_scope *s, ct_dims size, ct_rand_options o);
#define ct_s_rand(s, size, ...) \
    ct_s_rand_with(s, size, (ct_rand_options){__VA_ARGS__})

/* randn(size: ints..., *, generator: generator? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False) */
extern ct_op ct_op_randn;
enum { CT_AT_randn_size, CT_AT_randn_generator, CT_AT_randn_dtype, CT_AT_randn_device, CT_AT_randn_requires_grad };
typedef struct ct_randn_options {
    void *generator;
    ct_some dtype;
    ct_some device;
    bool requires_grad;
} ct_randn_options;
ct_tensor *ct_s_randn_with(ct_scope *s, ct_dims size, ct_randn_options o);
#define ct_s_randn(s, size, ...) \
    ct_s_randn_with(s, size, (ct_randn_options){__VA_ARGS__})

/* rand_like(input: tensor, *, memory_format: format? = None, generator: generator? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False) */
extern ct_op ct_op_rand_like;
enum { CT_AT_rand_like_input, CT_AT_rand_like_memory_format, CT_AT_rand_like_generator, CT_AT_rand_like_dtype, CT_AT_rand_like_device, CT_AT_rand_like_requires_grad };
typedef struct ct_rand_like_options {
    ct_some memory_format;
    void *generator;
    ct_some dtype;
    ct_some device;
    bool requires_grad;
} ct_rand_like_options;
ct_tensor *ct_s_rand_like_with(ct_scope *s, ct_tensor *input, ct_rand_like_options o);
#define ct_s_rand_like(s, input, ...) \
    ct_s_rand_like_with(s, input, (ct_rand_like_options){__VA_ARGS__})

/* randn_like(input: tensor, *, memory_format: format? = None, generator: generator? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False) */
extern ct_op ct_op_randn_like;
enum { CT_AT_randn_like_input, CT_AT_randn_like_memory_format, CT_AT_randn_like_generator, CT_AT_randn_like_dtype, CT_AT_randn_like_device, CT_AT_randn_like_requires_grad };
typedef struct ct_randn_like_options {
    ct_some memory_format;
    void *generator;
    ct_some dtype;
    ct_some device;
    bool requires_grad;
} ct_randn_like_options;
ct_tensor *ct_s_randn_like_with(ct_scope *s, ct_tensor *input, ct_randn_like_options o);
#define ct_s_randn_like(s, input, ...) \
    ct_s_randn_like_with(s, input, (ct_randn_like_options){__VA_ARGS__})

/* randint(high: int, size: ints, *, generator: generator? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False) */
extern ct_op ct_op_randint_to;
enum { CT_AT_randint_to_high, CT_AT_randint_to_size, CT_AT_randint_to_generator, CT_AT_randint_to_dtype, CT_AT_randint_to_device, CT_AT_randint_to_requires_grad };
typedef struct ct_randint_to_options {
    void *generator;
    ct_some dtype;
    ct_some device;
    bool requires_grad;
} ct_randint_to_options;
ct_tensor *ct_s_randint_to_with(ct_scope *s, int64_t high, ct_dims size, ct_randint_to_options o);
#define ct_s_randint_to(s, high, size, ...) \
    ct_s_randint_to_with(s, high, size, (ct_randint_to_options){__VA_ARGS__})

/* randint(low: int, high: int, size: ints, *, generator: generator? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False) */
extern ct_op ct_op_randint;
enum { CT_AT_randint_low, CT_AT_randint_high, CT_AT_randint_size, CT_AT_randint_generator, CT_AT_randint_dtype, CT_AT_randint_device, CT_AT_randint_requires_grad };
typedef struct ct_randint_options {
    void *generator;
    ct_some dtype;
    ct_some device;
    bool requires_grad;
} ct_randint_options;
ct_tensor *ct_s_randint_with(ct_scope *s, int64_t low, int64_t high, ct_dims size, ct_randint_options o);
#define ct_s_randint(s, low, high, size, ...) \
    ct_s_randint_with(s, low, high, size, (ct_randint_options){__VA_ARGS__})

/* randperm(n: int, *, generator: generator? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False) */
extern ct_op ct_op_randperm;
enum { CT_AT_randperm_n, CT_AT_randperm_generator, CT_AT_randperm_dtype, CT_AT_randperm_device, CT_AT_randperm_requires_grad };
typedef struct ct_randperm_options {
    void *generator;
    ct_some dtype;
    ct_some device;
    bool requires_grad;
} ct_randperm_options;
ct_tensor *ct_s_randperm_with(ct_scope *s, int64_t n, ct_randperm_options o);
#define ct_s_randperm(s, n, ...) \
    ct_s_randperm_with(s, n, (ct_randperm_options){__VA_ARGS__})

/* uniform_(input: tensor, from: float = 0, to: float = 1, *, generator: generator? = None) */
extern ct_op ct_op_uniform_;
enum { CT_AT_uniform__input, CT_AT_uniform__from, CT_AT_uniform__to, CT_AT_uniform__generator };
typedef struct ct_uniform__options {
    ct_some from;
    ct_some to;
    void *generator;
} ct_uniform__options;
ct_tensor *ct_s_uniform__with(ct_scope *s, ct_tensor *input, ct_uniform__options o);
#define ct_s_uniform_(s, input, ...) \
    ct_s_uniform__with(s, input, (ct_uniform__options){__VA_ARGS__})

/* normal_(input: tensor, mean: float = 0, std: float = 1, *, generator: generator? = None) */
extern ct_op ct_op_normal_;
enum { CT_AT_normal__input, CT_AT_normal__mean, CT_AT_normal__std, CT_AT_normal__generator };
typedef struct ct_normal__options {
    ct_some mean;
    ct_some std;
    void *generator;
} ct_normal__options;
ct_tensor *ct_s_normal__with(ct_scope *s, ct_tensor *input, ct_normal__options o);
#define ct_s_normal_(s, input, ...) \
    ct_s_normal__with(s, input, (ct_normal__options){__VA_ARGS__})

/* bernoulli_(input: tensor, p: float = 0.5, *, generator: generator? = None) */
extern ct_op ct_op_bernoulli_;
enum { CT_AT_bernoulli__input, CT_AT_bernoulli__p, CT_AT_bernoulli__generator };
typedef struct ct_bernoulli__options {
    ct_some p;
    void *generator;
} ct_bernoulli__options;
ct_tensor *ct_s_bernoulli__with(ct_scope *s, ct_tensor *input, ct_bernoulli__options o);
#define ct_s_bernoulli_(s, input, ...) \
    ct_s_bernoulli__with(s, input, (ct_bernoulli__options){__VA_ARGS__})

/* bernoulli_(input: tensor, p: tensor, *, generator: generator? = None) */
extern ct_op ct_op_bernoulli_each;
enum { CT_AT_bernoulli_each_input, CT_AT_bernoulli_each_p, CT_AT_bernoulli_each_generator };
typedef struct ct_bernoulli_each_options {
    void *generator;
} ct_bernoulli_each_options;
ct_tensor *ct_s_bernoulli_each_with(ct_scope *s, ct_tensor *input, ct_tensor *p, ct_bernoulli_each_options o);
#define ct_s_bernoulli_each(s, input, p, ...) \
    ct_s_bernoulli_each_with(s, input, p, (ct_bernoulli_each_options){__VA_ARGS__})

#endif
