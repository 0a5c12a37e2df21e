"""Losses, normalization, embedding, attention and recurrent layers, with gradients."""

from benchmarks.case import Case, Group


def loss(name: str, call: str) -> Case:
    """Forward and backward of a loss of x (256, 1000), y like it, and labels."""
    return Case(name, f"{call}.backward()")


def step(name: str, call: str, like: str = "like") -> Case:
    """Forward and backward of a layer, by a gradient that is like its result."""
    return Case(name, f"{call}.backward({like})")


LAYERS = Group(
    "layers",
    "Layers and losses forward and backward, float32",
    tensor_setup="""
F = lib.nn.functional
lib.manual_seed(0)
x = lib.rand(256, 1000).requires_grad_()
y = lib.rand(256, 1000)
signs = (y > 0.5).float() * 2 - 1
labels = lib.randint(0, 1000, (256,))
log_p = lib.randn(50, 16, 20).log_softmax(-1).requires_grad_()
said = lib.randint(1, 20, (16, 12))
image = lib.randn(16, 64, 56, 56).requires_grad_()
last = image.detach().contiguous(memory_format=lib.channels_last).requires_grad_()
like = lib.randn(16, 64, 56, 56)
mean, var = lib.zeros(64), lib.ones(64)
w, b = lib.rand(64).requires_grad_(), lib.rand(64).requires_grad_()
table = lib.randn(1024, 512).requires_grad_()
of_table = lib.randn(1024, 512)
wt, bt = lib.rand(512).requires_grad_(), lib.rand(512).requires_grad_()
q, k, v = (lib.randn(8, 8, 256, 64).requires_grad_() for _ in range(3))
of_q = lib.randn(8, 8, 256, 64)
sdpa = F.scaled_dot_product_attention
lstm, gru, rnn = (kind(32, 64) for kind in (lib.nn.LSTM, lib.nn.GRU, lib.nn.RNN))
words = lib.randn(40, 32, 32)
of_words = lib.randn(40, 32, 64)
packed = lib.nn.utils.rnn.pack_padded_sequence(words, range(40, 8, -1))
of_packed = lib.randn(int(packed.batch_sizes.sum()), 64)
vocabulary = lib.randn(10_000, 64).requires_grad_()
tokens = lib.randint(0, 10_000, (64, 128))
of_tokens = lib.randn(64, 128, 64)
steps, sizes = lib.full((16,), 50), lib.full((16,), 12)
begins = lib.arange(0, 8192, 16)
shares = lib.rand(64, 128).requires_grad_()
bag = F.embedding_bag
q1, k1, v1 = (lib.randn(1, 1, 512, 64).requires_grad_() for _ in range(3))
q8 = lib.randn(1, 8, 256, 64).requires_grad_()
k8, v8 = (lib.randn(1, 1, 256, 64).requires_grad_() for _ in range(2))
of_q1, of_q8 = lib.randn(1, 1, 512, 64), lib.randn(1, 8, 256, 64)
columns = lib.randn(8, 288, 1024).requires_grad_()
planes = lib.randn(8, 32, 32, 32).requires_grad_()
""",
    cases=[
        loss("binary_cross_entropy, 256x1000", "F.binary_cross_entropy(x, y)"),
        loss("smooth_l1_loss, 256x1000", "F.smooth_l1_loss(x, y)"),
        loss("huber_loss, 256x1000", "F.huber_loss(x, y)"),
        loss("kl_div, 256x1000", "F.kl_div(x, y, reduction='batchmean')"),
        loss("soft_margin_loss, 256x1000", "F.soft_margin_loss(x, signs)"),
        loss("gaussian_nll_loss, 256x1000", "F.gaussian_nll_loss(x, y, 1.0)"),
        loss("multi_margin_loss, 256x1000", "F.multi_margin_loss(x, labels)"),
        loss("cosine_similarity, 256x1000", "F.cosine_similarity(x, y).sum()"),
        loss("triplet_margin_loss, 256x1000", "F.triplet_margin_loss(x, y, signs)"),
        loss("ctc_loss, 50x16x20", "F.ctc_loss(log_p, said, steps, sizes)"),
        step("batch_norm, 16x64x56x56", "F.batch_norm(image, mean, var, w, b, True)"),
        Case(
            "batch_norm, forward",
            "F.batch_norm(image.detach(), mean, var, w.detach(), b.detach(), True)",
        ),
        step(
            "batch_norm, channels last",
            "F.batch_norm(last, mean, var, w, b, True)",
        ),
        Case(
            "batch_norm in evaluation",
            "F.batch_norm(image.detach(), mean, var, w.detach(), b.detach())",
        ),
        Case(
            "batch_norm in evaluation, channels last",
            "F.batch_norm(last.detach(), mean, var, w.detach(), b.detach())",
        ),
        step("group_norm, 16x64x56x56", "F.group_norm(image, 8, w, b)"),
        step("instance_norm, 16x64x56x56", "F.instance_norm(image)"),
        step("layer_norm, 1024x512", "F.layer_norm(table, (512,), wt, bt)", "of_table"),
        Case(
            "layer_norm, forward",
            "F.layer_norm(table.detach(), (512,), wt.detach(), bt.detach())",
        ),
        step(
            "attention, 8x8x256x64 causal",
            "sdpa(q, k, v, is_causal=True)",
            "of_q",
        ),
        Case(
            "attention, forward",
            "sdpa(q.detach(), k.detach(), v.detach(), is_causal=True)",
        ),
        step("attention, all keys", "sdpa(q, k, v)", "of_q"),
        step("LSTM, 40 steps of 32x64", "lstm(words)[0]", "of_words"),
        step("GRU, 40 steps of 32x64", "gru(words)[0]", "of_words"),
        step("RNN, 40 steps of 32x64", "rnn(words)[0]", "of_words"),
        step("LSTM, packed, 9 to 40 steps", "lstm(packed)[0].data", "of_packed"),
        step("GRU, packed, 9 to 40 steps", "gru(packed)[0].data", "of_packed"),
        step(
            "embedding, 8192 of 10000x64",
            "F.embedding(tokens, vocabulary)",
            "of_tokens",
        ),
        Case("embedding, forward", "F.embedding(tokens, vocabulary.detach())"),
        Case(
            "embedding_bag, 64 bags of 128, sums",
            "F.embedding_bag(tokens, vocabulary, mode='sum').sum().backward()",
        ),
        Case(
            "embedding_bag, means",
            "bag(tokens, vocabulary, mode='mean').sum().backward()",
        ),
        Case(
            "embedding_bag, largest",
            "bag(tokens, vocabulary, mode='max').sum().backward()",
        ),
        Case(
            "embedding_bag, 512 bags by offsets",
            "bag(tokens.flatten(), vocabulary, begins, mode='mean').sum().backward()",
        ),
        Case(
            "embedding_bag, with factors",
            "bag(tokens, vocabulary, mode='sum', per_sample_weights=shares)"
            ".sum().backward()",
        ),
        step("attention, one head of 512", "sdpa(q1, k1, v1)", "of_q1"),
        step(
            "attention, 8 heads share keys",
            "sdpa(q8, k8, v8, is_causal=True, enable_gqa=True)",
            "of_q8",
        ),
        step("group_norm, channels last", "F.group_norm(last, 8, w, b)"),
        step("instance_norm, channels last", "F.instance_norm(last)"),
        step("unfold 3x3, 8x32x32x32", "F.unfold(planes, 3, padding=1)", "columns"),
        step(
            "fold 3x3, 8x32x32x32",
            "F.fold(columns, (32, 32), 3, padding=1)",
            "planes.detach()",
        ),
        step("rms_norm, 1024x512", "F.rms_norm(table, (512,), wt)", "of_table"),
    ],
)
