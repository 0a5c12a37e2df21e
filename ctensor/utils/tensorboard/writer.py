"""SummaryWriter: what training shows to TensorBoard."""

from __future__ import annotations

import io
import os
import socket
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any

import numpy as np

import ctensor as ct

__all__ = ["SummaryWriter"]


def _needed(module: str) -> Any:
    """A module of the tensorboard package; ImportError with what to do without it."""
    import importlib

    try:
        return importlib.import_module(f"tensorboard.{module}")
    except ImportError as error:
        raise ImportError(
            "SummaryWriter: expected the tensorboard package, got none: "
            "pip install tensorboard"
        ) from error


def _array(values: Any) -> Any:
    """Tensors, arrays and numbers as an array; 16-bit floats as float32."""
    if isinstance(values, ct.Tensor):
        values = values.detach().cpu()
        return (values.float() if values.dtype is ct.bfloat16 else values).numpy()
    return np.asarray(values)


class SummaryWriter:
    """Writes scalars, histograms, images, figures, text and options for TensorBoard.

    Args:
        log_dir: the folder of the event file; by default runs/ with the time and the
            machine's name, and `comment` behind it.
        comment: the end of that default.
        purge_step: what was written with this step or a later one is forgotten, after a
            crash.
        max_queue: events that may wait before some are written.
        flush_secs: seconds after which all are written.
        filename_suffix: the end of the event file's name.

    Steps are `global_step`, times `walltime` (now). Raises ImportError without the
    tensorboard package.

        with SummaryWriter("runs/first") as writer:
            for step, loss in enumerate(losses):
                writer.add_scalar("loss/train", loss, step)
    """

    def __init__(
        self,
        log_dir: str | os.PathLike[str] | None = None,
        comment: str = "",
        purge_step: int | None = None,
        max_queue: int = 10,
        flush_secs: int = 120,
        filename_suffix: str = "",
    ) -> None:
        self._event = _needed("compat.proto.event_pb2")
        self._summary = _needed("compat.proto.summary_pb2")
        if not log_dir:
            now = time.strftime("%b%d_%H-%M-%S")
            log_dir = os.path.join("runs", f"{now}_{socket.gethostname()}{comment}")
        self.log_dir = str(log_dir)
        self.purge_step = purge_step
        self._options = (max_queue, flush_secs, filename_suffix)
        self._files: dict[str, Any] = {}
        self._file(self.log_dir, purge_step)

    def _file(self, folder: str, purge_step: int | None = None) -> Any:
        """The writer of a folder's event file."""
        if folder not in self._files:
            writer = _needed("summary.writer.event_file_writer").EventFileWriter
            self._files[folder] = writer(folder, *self._options)
            if purge_step is not None:
                start = self._event.SessionLog(status=self._event.SessionLog.START)
                event = self._event.Event(
                    wall_time=time.time(), step=purge_step, session_log=start
                )
                self._files[folder].add_event(event)
        return self._files[folder]

    def _add(
        self, value: Any, step: int | None, walltime: float | None, folder: str = ""
    ) -> None:
        event = self._event.Event(
            wall_time=time.time() if walltime is None else walltime,
            summary=self._summary.Summary(value=[value]),
        )
        if step is not None:
            event.step = int(step)
        self._file(folder or self.log_dir).add_event(event)

    def _value(self, tag: str, **content: Any) -> Any:
        return self._summary.Summary.Value(tag=tag, **content)

    def get_logdir(self) -> str:
        """The folder of the event file."""
        return self.log_dir

    # ---- numbers ----

    def add_scalar(
        self,
        tag: str,
        scalar_value: Any,
        global_step: int | None = None,
        walltime: float | None = None,
        new_style: bool = False,
        double_precision: bool = False,
    ) -> None:
        """A number at a step; ValueError for more than one."""
        array = _array(scalar_value)
        if array.size != 1:
            raise ValueError(
                f"add_scalar: expected one number, got an array of shape {array.shape}"
            )
        number = float(array.reshape(()))
        if new_style or double_precision:
            content = {"tensor": self._tensor(number, double_precision)}
            kind = self._plugin("scalars")
            self._add(self._value(tag, metadata=kind, **content), global_step, walltime)
        else:
            self._add(self._value(tag, simple_value=number), global_step, walltime)

    def _tensor(self, number: float, double: bool) -> Any:
        proto = _needed("compat.proto.tensor_pb2").TensorProto
        if double:
            return proto(double_val=[number], dtype="DT_DOUBLE")
        return proto(float_val=[number], dtype="DT_FLOAT")

    def _plugin(self, name: str, content: bytes = b"") -> Any:
        plugin = self._summary.SummaryMetadata.PluginData(
            plugin_name=name, content=content
        )
        return self._summary.SummaryMetadata(plugin_data=plugin)

    def add_scalars(
        self,
        main_tag: str,
        tag_scalar_dict: Mapping[str, Any],
        global_step: int | None = None,
        walltime: float | None = None,
    ) -> None:
        """Several numbers in one chart, each in an event file of its own."""
        for tag, number in tag_scalar_dict.items():
            folder = f"{self.log_dir}/{main_tag.replace('/', '_')}_{tag}"
            value = self._value(main_tag, simple_value=float(_array(number)))
            self._add(value, global_step, walltime, folder)

    def add_histogram(
        self,
        tag: str,
        values: Any,
        global_step: int | None = None,
        bins: str | Any = "tensorflow",
        walltime: float | None = None,
        max_bins: int | None = None,
    ) -> None:
        """How values are distributed; ValueError for none, or for no finite ones.

        `bins` are edges, or a rule of numpy.histogram_bin_edges; "tensorflow" are
        powers of 1.1 on both sides of 0.
        """
        flat = _array(values).astype(np.float64).ravel()
        if flat.size == 0 or not np.isfinite(flat).all():
            raise ValueError(
                "add_histogram: expected finite values, got "
                f"{'none' if flat.size == 0 else 'infinities or NaN'}"
            )
        edges = _edges(flat, bins, max_bins)
        counts, edges = np.histogram(flat, bins=edges)
        proto = self._summary.HistogramProto(
            min=flat.min(),
            max=flat.max(),
            num=len(flat),
            sum=flat.sum(),
            sum_squares=flat.dot(flat),
            bucket_limit=edges[1:].tolist(),
            bucket=counts.tolist(),
        )
        self._add(self._value(tag, histo=proto), global_step, walltime)

    # ---- pictures and text ----

    def add_image(
        self,
        tag: str,
        img_tensor: Any,
        global_step: int | None = None,
        walltime: float | None = None,
        dataformats: str = "CHW",
    ) -> None:
        """An image: uint8, or floats from 0 to 1, of dims as `dataformats` says."""
        pixels = _pixels(_array(img_tensor), dataformats)
        self._add_pixels(tag, pixels, global_step, walltime)

    def add_images(
        self,
        tag: str,
        img_tensor: Any,
        global_step: int | None = None,
        walltime: float | None = None,
        dataformats: str = "NCHW",
    ) -> None:
        """Images side by side, in a grid that is nearly a square."""
        array = _array(img_tensor)
        if sorted(dataformats) not in (sorted("NCHW"), sorted("NHW")):
            raise ValueError(f"add_images: expected N, C, H and W, got {dataformats!r}")
        at = dataformats.index("N")
        rest = dataformats.replace("N", "")
        images = [_pixels(one, rest) for one in np.moveaxis(array, at, 0)]
        self._add_pixels(tag, _grid(images), global_step, walltime)

    def _add_pixels(
        self, tag: str, pixels: Any, step: int | None, walltime: float | None
    ) -> None:
        try:
            from PIL import Image
        except ImportError as error:
            raise ImportError(
                "SummaryWriter: expected Pillow for images, got none: pip install "
                "pillow"
            ) from error
        data = io.BytesIO()
        height, width, depth = pixels.shape
        Image.fromarray(pixels[:, :, 0] if depth == 1 else pixels).save(data, "PNG")
        image = self._summary.Summary.Image(
            height=height,
            width=width,
            colorspace=depth,
            encoded_image_string=data.getvalue(),
        )
        self._add(self._value(tag, image=image), step, walltime)

    def add_figure(
        self,
        tag: str,
        figure: Any,
        global_step: int | None = None,
        close: bool = True,
        walltime: float | None = None,
    ) -> None:
        """A figure of Matplotlib's, or several, drawn as an image, and closed."""
        from matplotlib import pyplot
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        drawn = []
        for one in figure if isinstance(figure, list) else [figure]:
            canvas: Any = FigureCanvasAgg(one)
            canvas.draw()
            drawn.append(np.asarray(canvas.buffer_rgba())[:, :, :3].copy())
            if close:
                pyplot.close(one)
        self._add_pixels(tag, _grid(drawn), global_step, walltime)

    def add_text(
        self,
        tag: str,
        text_string: str,
        global_step: int | None = None,
        walltime: float | None = None,
    ) -> None:
        """Text, in Markdown."""
        proto = _needed("compat.proto.tensor_pb2").TensorProto
        shape = _needed("compat.proto.tensor_shape_pb2").TensorShapeProto
        tensor = proto(
            dtype="DT_STRING",
            string_val=[text_string.encode()],
            tensor_shape=shape(dim=[shape.Dim(size=1)]),
        )
        kind = self._plugin("text", b"")
        value = self._value(f"{tag}/text_summary", metadata=kind, tensor=tensor)
        self._add(value, global_step, walltime)

    def add_hparams(
        self,
        hparam_dict: Mapping[str, Any],
        metric_dict: Mapping[str, Any],
        hparam_domain_discrete: Mapping[str, list[Any]] | None = None,
        run_name: str | None = None,
        global_step: int | None = None,
    ) -> None:
        """The options of a run beside what came out, in a folder below this one's."""
        api = _needed("plugins.hparams.api_pb2")
        plugin = _needed("plugins.hparams.metadata")
        data = _needed("plugins.hparams.plugin_data_pb2")
        domains = hparam_domain_discrete or {}
        infos = [_hparam(api, name, v, domains) for name, v in hparam_dict.items()]
        metrics = [api.MetricInfo(name=api.MetricName(tag=tag)) for tag in metric_dict]
        folder = f"{self.log_dir}/{run_name or time.time()}"
        start = data.SessionStartInfo(start_time_secs=time.time())
        for name, option in hparam_dict.items():
            start.hparams[name].MergeFrom(_choice(option))
        end = data.SessionEndInfo(status=api.STATUS_SUCCESS, end_time_secs=time.time())
        experiment = api.Experiment(hparam_infos=infos, metric_infos=metrics)
        for tag, content in (
            (plugin.EXPERIMENT_TAG, {"experiment": experiment}),
            (plugin.SESSION_START_INFO_TAG, {"session_start_info": start}),
            (plugin.SESSION_END_INFO_TAG, {"session_end_info": end}),
        ):
            kind = plugin.create_summary_metadata(data.HParamsPluginData(**content))
            value = self._value(tag, metadata=kind, tensor=plugin.NULL_TENSOR)
            self._add(value, None, None, folder)
        for tag, number in metric_dict.items():
            value = self._value(tag, simple_value=float(_array(number)))
            self._add(value, global_step, None, folder)

    def add_graph(self, model: Any, *args: Any, **kwargs: Any) -> None:
        """Not there: a graph of this package's is no TensorFlow graph."""
        raise NotImplementedError(
            "SummaryWriter.add_graph: ctensor has no graphs for TensorBoard; "
            "print(model) shows its layers"
        )

    # ---- the file ----

    def flush(self) -> None:
        """Write what waits."""
        for writer in self._files.values():
            writer.flush()

    def close(self) -> None:
        """Write what waits and close; what is added later opens another file."""
        for writer in self._files.values():
            writer.close()
        self._files.clear()

    def __enter__(self) -> SummaryWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _edges(flat: Any, bins: Any, most: int | None) -> Any:
    """The edges of a histogram's bins, at most so many bins."""
    if isinstance(bins, str) and bins == "tensorflow":
        half = 1e-12 * 1.1 ** np.arange(774)
        edges = np.concatenate([-half[::-1], [0.0], half])
        low = np.searchsorted(edges, flat.min(), "right") - 1
        high = np.searchsorted(edges, flat.max(), "right")
        edges = edges[max(low, 0) : high + 1]
        edges = np.unique(np.concatenate([edges, [flat.min(), flat.max()]]))
    else:
        edges = np.histogram_bin_edges(flat, bins)
    if len(edges) < 2:
        edges = np.array([edges[0], np.nextafter(edges[0], np.inf)])
    if most is not None and len(edges) - 1 > most:
        step = -(-(len(edges) - 1) // most)
        edges = np.append(edges[:-1:step], edges[-1])
    return edges


def _pixels(array: Any, dims: str) -> Any:
    """uint8 pixels (H, W, C); floats are from 0 to 1."""
    if sorted(dims) not in (sorted("CHW"), sorted("HW")) or array.ndim != len(dims):
        raise ValueError(
            f"add_image: expected dims C, H and W, or H and W, got {dims!r} for an "
            f"array of shape {array.shape}"
        )
    if array.dtype != np.uint8:
        array = (np.clip(array.astype(np.float64), 0, 1) * 255).round().astype(np.uint8)
    if "C" not in dims:
        array, dims = array[None], "C" + dims
    array = np.transpose(array, [dims.index(d) for d in "HWC"])
    if array.shape[2] not in (1, 3, 4):
        raise ValueError(
            f"add_image: expected 1, 3 or 4 channels, got {array.shape[2]}"
        )
    return np.ascontiguousarray(array)


def _grid(images: list[Any]) -> Any:
    """Images of one size side by side, row by row."""
    columns = int(np.ceil(np.sqrt(len(images))))
    blank = np.zeros_like(images[0])
    images = images + [blank] * (-len(images) % columns)
    rows = [
        np.concatenate(images[i : i + columns], axis=1)
        for i in range(0, len(images), columns)
    ]
    return np.ascontiguousarray(np.concatenate(rows, axis=0))


def _hparam(api: Any, name: str, value: Any, domains: Mapping[str, list[Any]]) -> Any:
    """What TensorBoard is told about one option; ValueError for another type."""
    kinds = {bool: "DATA_TYPE_BOOL", str: "DATA_TYPE_STRING"}
    kinds |= {int: "DATA_TYPE_FLOAT64", float: "DATA_TYPE_FLOAT64"}
    if type(value) not in kinds:
        raise ValueError(
            f"add_hparams: expected {name} to be a bool, str, int or float, got "
            f"{type(value).__name__}"
        )
    info = api.HParamInfo(name=name, type=getattr(api, kinds[type(value)]))
    for choice in domains.get(name, []):
        info.domain_discrete.values.add().MergeFrom(_choice(choice))
    return info


def _choice(value: Any) -> Any:
    struct = __import__("google.protobuf.struct_pb2", fromlist=["Value"])
    if isinstance(value, bool):
        return struct.Value(bool_value=value)
    if isinstance(value, str):
        return struct.Value(string_value=value)
    return struct.Value(number_value=value)
