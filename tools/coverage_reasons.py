"""Why a name of PyTorch's or NumPy's is not here: the table behind docs/coverage.md.

Names are dotted as on the page, without the library's own, with `*` for any text. The
first reason whose patterns fit a name is its reason; tests/test_coverage_page.py fails
for a name that has none.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

__all__ = ["NUMPY", "SIGNATURES", "TORCH", "Reasons", "reason"]

Reasons = list[tuple[str, str]]

TORCH: Reasons = [
    (
        "Quantized tensors, which ctensor does not have",
        """ao choose_qparams_optimized dequantize empty_quantized fake_quantize_*
        fused_moving_avg_obs_fake_quant int_repr per_channel_* per_tensor_* q_* qint*
        quint* quantiz* QInt* QUInt* *.dequantize *.int_repr *.q_* *.qscheme
        nn.intrinsic nn.qat nn.quantiz* backends.quantized""",
    ),
    (
        "Sparse tensors: all tensors are dense, and so are gradients",
        """*_indices_copy indices_copy values_copy dsmm hsmm hspmm saddmm smm spmm
        sspaddmm sparse sparse_*_tensor resize_as_sparse_ native_norm optim.SparseAdam
        Tensor.*col_indices Tensor.*row_indices Tensor.coalesce Tensor.is_coalesced
        Tensor.dense_dim Tensor.sparse_* Tensor.indices Tensor.values Tensor.smm
        Tensor.sspaddmm Tensor.to_sparse* Tensor.resize_as_sparse_
        autograd.enforce_grad_layout_policy""",
    ),
    (
        "Nested tensors",
        "nested jagged Tensor.to_padded_tensor",
    ),
    (
        "Numbers of less than 8 bits, 8-bit floats, complex32: dtypes without kernels",
        """bit bits* int[1-7] uint[1-7] float4_* float8_* chalf complex32 Tensor.chalf
        nn.functional.scaled_*mm nn.functional.ScalingType
        nn.functional.SwizzleType""",
    ),
    (
        "TorchScript, its compiler and the packages it makes",
        """jit classes import_ir_module* parse_ir parse_schema parse_type_comment
        merge_type_from_type_comment unify_type_list package fork wait ops library cpp
        AVG SUM nn.functional.BroadcastingList? nn.functional.boolean_dispatch
        nn.functional.assert_int_or_pair""",
    ),
    (
        "Programs that are traced, compiled or exported, and their symbols",
        """compile compiler export fx cond while_loop SymBool SymFloat SymInt sym_* Tag
        *slice_inverse utils.checkpoint.fx_traceback utils.checkpoint.SAC_IGNORED_OPS
        utils.checkpoint.*Selective* utils.checkpoint.*selective*
        utils.checkpoint.CheckpointPolicy
        autograd.graph.region_activation_memory_budget func.functionalize""",
    ),
    (
        "Functions over batches and forward mode, a later capability",
        """vmap masked Tensor.index autograd.forward_ad autograd.functional.fwAD
        func.vmap func.stack_module_state func.replace_all_batch_norm_modules_
        func.linearize func.rearrange func.debug_unwrap""",
    ),
    (
        "Several processes, a later capability",
        """distributed futures multiprocessing monitor
        prepare_multiprocessing_environment Tensor.share_memory_""",
    ),
    (
        "CUDA, whose backend is not part of this version",
        """cuda.* accelerator.* batch_norm_*elemt batch_norm_*reduce batch_norm_*stats*
        profiler_allow_cudagraph_* AcceleratorError
        autograd.graph.set_override_stale_capture_stream
        autograd.graph.set_warn_on_accumulate_grad_stream_mismatch""",
    ),
    (
        "Other devices and the libraries for them",
        """mps mtia xpu windows *autocast_ipu* *autocast_xla*
        is_vulkan_available Tensor.ipu Tensor.mtia Tensor.xpu Tensor.to_mkldnn
        backends.* utils.backend_registration utils.*privateuse1*""",
    ),
    (
        "Of PyTorch's build, its C++ and its own tools",
        """compiled_with_cxx11_abi classproperty get_file_path init_num_threads
        utils.cpp_backtrace utils.get_cpp_backtrace utils.throughput_benchmark
        utils.backcompat legacy_contiguous_format""",
    ),
    (
        "Pipes of data, which PyTorch no longer develops",
        """utils.data.*DataPipe utils.data.*datapipe* utils.data.DataChunk
        utils.data.argument_validation utils.data.graph* utils.data.runtime_validation*
        utils.data.non_deterministic utils.data.*determinism""",
    ),
    (
        "Parts of an implementation, not an interface",
        """utils.checkpoint.CheckpointFunction utils.checkpoint.DefaultDeviceType
        utils.checkpoint.GraphExecGroup utils.checkpoint.check_backward_validity
        utils.checkpoint.*device_states utils.checkpoint.detach_variable
        autograd.NestedIOFunction
        autograd.profiler_legacy autograd.profiler_util fft.Tensor
        nn.functional.Tensor""",
    ),
    (
        "Loads programs and weights from the network",
        "hub",
    ),
    (
        "Gradients have the dtype of their tensor",
        "Tensor.grad_dtype",
    ),
    (
        "What backward needs is checked by versions; there are no copies to write to",
        "autograd.graph.allow_mutation_on_saved_tensors",
    ),
    (
        "Threads of a DataLoader have seeds for each sample, see docs/data.md",
        "thread_safe_generator random.thread_safe_generator",
    ),
    (
        "Empty memory is never filled: there is nothing to switch",
        "utils.deterministic",
    ),
    (
        "Not yet: functions that are rarely called",
        """quasirandom special.*
        """,
    ),
]

NUMPY: Reasons = [
    (
        "NumPy's own, which runs on tensors: `np.f(t)`",
        """append apply_along_axis argpartition around array array2string array_equal
        array_equiv array_repr array_split array_str asanyarray ascontiguousarray astype
        average block broadcast_arrays choose common_type compress convolve copy copyto
        correlate cumulative_prod cumulative_sum delete diag_indices_from digitize
        ediff1d einsum_path expand_dims extract fill_diagonal flatnonzero insert interp
        iscomplex iscomplexobj isnat isrealobj ix_ lexsort matrix_transpose
        may_share_memory min_scalar_type nanargmax nanargmin nancumprod nancumsum nanmax
        nanmin nanpercentile nanprod nanstd nanvar ndim packbits pad partition
        percentile permute_dims piecewise place polyadd polyder polyfit polyint polymul
        polysub polyval ptp put_along_axis putmask ravel_multi_index real_if_close
        repeat resize rollaxis savetxt savez savez_compressed shape shares_memory size
        sort_complex take_along_axis tril_indices_from trim_zeros triu_indices_from
        unpackbits unstack unwrap bitwise_count bitwise_invert cbrt conjugate degrees
        divmod fabs invert left_shift matvec mod modf power radians right_shift rint
        spacing vecdot vecmat apply_over_axes geomspace histogram2d
        histogram_bin_edges intersect1d poly polydiv roots setdiff1d setxor1d union1d
        unique_all unique_counts unique_inverse unique_values linalg.*""",
    ),
    (
        "Classes of arrays, numbers and dtypes, for which `Tensor` and `dtype` stand",
        """bool_ byte bytes_ character clongdouble complex256 complexfloating csingle
        datetime64 flatiter flexible float128 floating generic inexact int_ intc integer
        intp longdouble longlong matrix memmap ndarray number object_ recarray record
        signedinteger single str_ timedelta64 ubyte ufunc uint uintc uintp ulong
        ulonglong unsignedinteger ushort void ScalarType False_ True_ dtypes typecodes
        sctypeDict asmatrix bmat""",
    ),
    (
        "Dates",
        "busday* is_busday datetime_* isnat",
    ),
    (
        "Iteration and subscripts in Python, which tensors have as they are",
        """broadcast ndenumerate ndindex nditer nested_iters vectorize frompyfunc c_
        r_ s_ index_exp mgrid ogrid iterable isscalar""",
    ),
    (
        "Files and text of arrays: see docs/files.md",
        """fromfile fromregex fromstring genfromtxt loadtxt base_repr binary_repr
        format_float_* printoptions""",
    ),
    (
        "Makes an array, of which `ct.from_numpy` makes a tensor",
        """asarray_chkfinite asfortranarray bartlett blackman diag_indices fromfunction
        fromiter hamming hanning identity indices kaiser mask_indices require tri""",
    ),
    (
        "Polynomials and masked arrays as objects, and text",
        "poly1d polynomial ma char strings rec",
    ),
    (
        "Of NumPy's build and settings",
        """core ctypeslib emath errstate exceptions f2py get_include getbufsize geterr
        geterrcall info lib little_endian setbufsize seterr seterrcall show_runtime test
        typing euler_gamma isdtype isfortran issubdtype mintypecode""",
    ),
    (
        "Of arrays only: `t.numpy()` is one that shares the memory",
        "ndarray.*",
    ),
    (
        "Random numbers are drawn by `Generator`, `ct.distributions` and their like",
        "random.*",
    ),
]

# Names with `*`, and what is to be said of their differences.
SIGNATURES: Reasons = [
    (
        "PyTorch takes it on CUDA only",
        "addmm baddbmm bmm mm",
    ),
    (
        "By name only",
        """Tensor.bfloat16 Tensor.bool Tensor.byte Tensor.cdouble Tensor.cfloat
        Tensor.char Tensor.cpu Tensor.double Tensor.float Tensor.half Tensor.int
        Tensor.long Tensor.short Tensor.new_empty_strided""",
    ),
    (
        "By position only, as of most classes and settings written in C",
        "Size set_default_dtype set_num_threads from_dlpack relu_",
    ),
    (
        "Another form of the call has it, or the default means the same",
        """add sub subtract index_add arange cdist max min median nanmedian meshgrid
        norm normal pow repeat_interleave rot90 round tensor_split Tensor.add
        Tensor.add_ Tensor.sub Tensor.sub_ Tensor.subtract Tensor.subtract_
        Tensor.index_add Tensor.index_add_ Tensor.norm Tensor.round Tensor.round_
        Tensor.scatter_ Tensor.split Tensor.to Tensor.unsafe_split cuda.stream""",
    ),
    (
        "The documentation of PyTorch has it, its parser has another name",
        """Tensor.frexp Tensor.histogram Tensor.put Tensor.triangular_solve""",
    ),
    (
        "What the argument chooses is not here, or always so",
        """enable_grad autograd.enable_grad autograd.graph.GradientEdge random.fork_rng
        cuda.Event Tensor.to_dense Tensor.cuda Tensor.new_tensor linalg.svdvals""",
    ),
    (
        "Results of several tensors are not written into given ones",
        "std_mean var_mean linalg.lu",
    ),
    (
        "`from` is a word of Python's: `from_`, or by position",
        "Tensor.random_ Tensor.uniform_",
    ),
    (
        "It goes by a name of the older function that it is",
        "linalg.det linalg.slogdet linalg.norm",
    ),
    (
        "Removed from PyTorch; a call says what took its place",
        "Tensor.lstsq Tensor.solve",
    ),
]


def reason(name: str, reasons: Reasons) -> str | None:
    """The first reason whose patterns fit the dotted name."""
    for text, patterns in reasons:
        if any(fnmatchcase(name, pattern) for pattern in patterns.split()):
            return text
    return None
